package dev.ichor.client;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.ProblemBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a running appliance. Waits at most ten seconds for each answer, and reads at most 64 MiB of it. */
public final class AdminClient {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 10_000;
    private static final int LARGEST = 64 << 20;
    private static final int NOT_FOUND = 404;

    private final URI base;

    /** @param base e.g. {@code http://127.0.0.1:8081} */
    public AdminClient(URI base) {
        this.base = base;
    }

    /**
     * An answer.
     *
     * @param value as a record
     * @param json  as it came
     */
    public record Answer<T>(T value, String json) {
    }

    /** A machine's part of a path, percent-encoded. */
    public static String segment(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @throws ClientFailed if there is no answer, or an error */
    public <T> Answer<T> get(String path, Class<T> type) throws ClientFailed {
        return ask("GET", path, Optional.empty(), type);
    }

    /** @throws ClientFailed if there is no answer, or an error */
    public <T> Answer<T> post(String path, Object body, Class<T> type) throws ClientFailed {
        return ask("POST", path, Optional.of(Json.write(body)), type);
    }

    private <T> Answer<T> ask(String method, String path, Optional<String> body, Class<T> type) throws ClientFailed {
        try {
            HttpURLConnection connection = (HttpURLConnection) base.resolve(path).toURL()
                    .openConnection(java.net.Proxy.NO_PROXY);
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            if (body.isPresent()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(body.get().getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            String text = read(status < 400 ? connection.getInputStream() : connection.getErrorStream());
            if (status >= 400) {
                throw refused(status, text);
            }
            return new Answer<>(Json.read(text, type), text);
        } catch (IOException e) {
            throw new ClientFailed(ClientFailed.Kind.SILENT, "the appliance's admin plane at " + base
                    + " does not answer (" + e.getMessage() + "); is `ichor serve` running, and are admin.address and "
                    + "admin.port the same as there?");
        } catch (Malformed e) {
            throw new ClientFailed(ClientFailed.Kind.REFUSED, "what answers at " + base + " is not an Ichor admin plane "
                    + "of this version (" + e.getMessage() + ")");
        }
    }

    private ClientFailed refused(int status, String text) {
        ClientFailed.Kind kind = status == NOT_FOUND ? ClientFailed.Kind.NOT_FOUND : ClientFailed.Kind.REFUSED;
        try {
            return new ClientFailed(kind, Json.read(text, ProblemBody.class).detail());
        } catch (Malformed e) {
            return new ClientFailed(ClientFailed.Kind.REFUSED, "what answers at " + base + " said status " + status
                    + " and is not an Ichor admin plane");
        }
    }

    private static String read(InputStream in) throws IOException {
        if (in == null) {
            return "";
        }
        try (in) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }
}
