package dev.ichor.client;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.ProblemBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks a running appliance. Waits at most 30 seconds for each answer, and reads at most 64 MiB of it. A question that
 * is cut off is asked once more; a change is not, but it carries a key by which the appliance knows it again.
 */
public final class AdminClient {
    static final int READ_MILLIS = 30_000;
    private static final int LARGEST = 64 << 20;
    private static final String JSON = "application/json";
    /** Java drops what is said beside 401 if the body cannot be sent again. */
    private static final String UNKNOWN = Json.write(new ProblemBody("", "Unauthorized", 401, "The appliance does not "
            + "know this token: it was revoked or has expired, or there is none.", List.of()));

    private final Connector connector;
    private final Supplier<String> keys;

    /**
     * @param keys makes a new random text for each change
     * @throws ClientFailed if the certificates to trust cannot be read
     */
    public AdminClient(Door door, Supplier<String> keys) throws ClientFailed {
        this.connector = new Connector(door);
        this.keys = keys;
    }

    /**
     * An answer.
     *
     * @param value as a record
     * @param json  as it came
     * @param tag   its ETag; empty if it has none
     */
    public record Answer<T>(T value, String json, String tag) {
    }

    /** What must be so of the thing that is changed: else it is left as it is. */
    public sealed interface Condition {
        /** Nothing. */
        record None() implements Condition {
        }

        /** It is as it was when it had this ETag. */
        record Same(String tag) implements Condition {
        }

        /** There is no such thing yet. */
        record Absent() implements Condition {
        }
    }

    /** A name's part of a path or of a query, percent-encoded. */
    public static String segment(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @throws ClientFailed if there is no answer, or an error */
    public <T> Answer<T> get(String path, Class<T> type) throws ClientFailed {
        return parsed(ask("GET", path, Optional.empty(), new Condition.None()), type);
    }

    /** Sends a value as JSON. @throws ClientFailed if there is no answer, or an error */
    public <T> Answer<T> post(String path, Object body, Class<T> type) throws ClientFailed {
        return post(path, body, new Condition.None(), type);
    }

    /** Sends a value as JSON. @throws ClientFailed if there is no answer, or an error */
    public <T> Answer<T> post(String path, Object body, Condition condition, Class<T> type) throws ClientFailed {
        return parsed(ask("POST", path, Optional.of(new Body(JSON, Json.write(body))), condition), type);
    }

    /** @throws ClientFailed if there is no answer, or an error */
    public <T> Answer<T> put(String path, Body body, Condition condition, Class<T> type) throws ClientFailed {
        return parsed(ask("PUT", path, Optional.of(body), condition), type);
    }

    /**
     * Deletes.
     *
     * @return what was said, often nothing
     * @throws ClientFailed if there is no answer, or an error
     */
    public String delete(String path, Condition condition) throws ClientFailed {
        return ask("DELETE", path, Optional.empty(), condition).text();
    }

    /**
     * Sends a value as JSON, or nothing.
     *
     * @return what was said, often nothing
     * @throws ClientFailed if there is no answer, or an error
     */
    public String tell(String path, Optional<Object> body) throws ClientFailed {
        return ask("POST", path, body.map(Body::json), new Condition.None()).text();
    }

    /** What is sent: its media type and its text. */
    public record Body(String type, String text) {
        public static Body json(Object value) {
            return new Body(JSON, Json.write(value));
        }
    }

    /** The events of the appliance, from the one after {@code last}; empty: from now on. */
    public EventStream events(String path, String last) {
        return new EventStream(connector, path, last);
    }

    private record Raw(String text, String tag) {
    }

    private Raw ask(String method, String path, Optional<Body> body, Condition condition) throws ClientFailed {
        String key = method.equals("POST") ? keys.get() : "";
        boolean again = method.equals("GET");
        while (true) {
            try {
                return once(method, path, body, condition, key);
            } catch (SocketException e) {
                if (!again || e instanceof java.net.ConnectException) {
                    throw connector.failed(e);
                }
                again = false;
            } catch (IOException e) {
                throw connector.failed(e);
            }
        }
    }

    private Raw once(String method, String path, Optional<Body> body, Condition condition, String key)
            throws IOException, ClientFailed {
        HttpURLConnection connection = connector.open(method, path, READ_MILLIS);
        if (!key.isEmpty()) {
            connection.setRequestProperty("Idempotency-Key", key);
        }
        switch (condition) {
            case Condition.Same same -> connection.setRequestProperty("If-Match", same.tag());
            case Condition.Absent _ -> connection.setRequestProperty("If-None-Match", "*");
            case Condition.None _ -> {
                // whatever it is
            }
        }
        if (body.isPresent()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", body.get().type());
            byte[] bytes = body.get().text().getBytes(StandardCharsets.UTF_8);
            // Else Java keeps the body and sends it a second time by itself when a connection breaks.
            connection.setFixedLengthStreamingMode(bytes.length);
            connection.getOutputStream().write(bytes);
        }
        int status = connection.getResponseCode();
        String text = read(status < 400 ? connection.getInputStream() : connection.getErrorStream());
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED && text.isEmpty()) {
            text = UNKNOWN;
        }
        if (status >= 300) {
            throw Refusal.of(connector.door(), status, text, connection.getHeaderField("Retry-After"));
        }
        return new Raw(text, Optional.ofNullable(connection.getHeaderField("ETag")).orElse(""));
    }

    private <T> Answer<T> parsed(Raw raw, Class<T> type) throws ClientFailed {
        try {
            return new Answer<>(Json.read(raw.text(), type), raw.text(), raw.tag());
        } catch (Malformed e) {
            throw new ClientFailed(ClientFailed.Kind.REFUSED, "what answers at " + connector.door() + " is not an "
                    + "Ichor admin plane of this version (" + e.getMessage() + ")");
        }
    }

    static String read(InputStream in) throws IOException {
        if (in == null) {
            return "";
        }
        try (in) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException(String.format(Locale.ROOT, "the answer is larger than %d MiB", LARGEST >> 20));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
