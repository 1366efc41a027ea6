package dev.ichor.rack;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the appliance's admin plane from inside its namespace, as a program with a token does. */
public final class AdminClient {
    private static final int LIMIT_MILLIS = 10_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Namespace namespace;
    private final AdminDoor door;

    AdminClient(Namespace namespace, AdminDoor door) {
        this.namespace = namespace;
        this.door = door;
    }

    /** An answer, whatever its status; {@code etag} is empty if there is none. */
    public record Answer(int status, String etag, String text) {
        public JsonNode json() {
            return JSON.readTree(text);
        }
    }

    /** The JSON behind a path such as {@code /api/v1/machines}; any other answer than 200 fails. */
    public JsonNode get(String path) {
        return find(path).orElseThrow(() -> new RackFailure("GET " + path + ": status 404"));
    }

    /** As {@link #get}, but empty where the answer is 404. */
    public Optional<JsonNode> find(String path) {
        Answer answer = ask("GET", path, "");
        return switch (answer.status()) {
            case 200 -> Optional.of(answer.json());
            case 404 -> Optional.empty();
            default -> throw new RackFailure("GET " + path + ": status " + answer.status() + " " + answer.text());
        };
    }

    /**
     * Any request.
     *
     * @param body    JSON; empty for none
     * @param headers names and values by turns
     */
    public Answer ask(String method, String path, String body, String... headers) {
        return namespace.call(() -> send(method, path, body, headers));
    }

    private Answer send(String method, String path, String body, String... headers) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) URI.create("https://127.0.0.1:" + door.port() + path)
                .toURL().openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(door.trust());
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        connection.setRequestMethod(method);
        // Loopback addresses look alike in all namespaces: a connection must not be kept for another one.
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Authorization", "Bearer " + door.token());
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        try {
            if (!body.isEmpty()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            return new Answer(status, Optional.ofNullable(connection.getHeaderField("ETag")).orElse(""),
                    read(status < 400 ? connection.getInputStream() : connection.getErrorStream()));
        } finally {
            connection.disconnect();
        }
    }

    private static String read(InputStream stream) throws IOException {
        if (stream == null) {
            return "";
        }
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
