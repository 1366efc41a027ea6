package dev.ichor.rack;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the appliance's admin plane from inside its namespace. */
public final class AdminClient {
    private static final int LIMIT_MILLIS = 5_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Namespace namespace;
    private final int port;

    AdminClient(Namespace namespace, int port) {
        this.namespace = namespace;
        this.port = port;
    }

    /** The JSON behind a path such as {@code /api/v1/machines}; any other answer than 200 fails. */
    public JsonNode get(String path) {
        return find(path).orElseThrow(() -> new RackFailure("GET " + path + ": status 404"));
    }

    /** As {@link #get}, but empty where the answer is 404. */
    public Optional<JsonNode> find(String path) {
        return namespace.call(() -> fetch(path)).map(JSON::readTree);
    }

    private Optional<String> fetch(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL()
                .openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        // Loopback addresses look alike in all namespaces: a connection must not be kept for another one.
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("Accept", "application/json");
        try {
            int status = connection.getResponseCode();
            if (status == 404) {
                return Optional.empty();
            }
            if (status != 200) {
                throw new IOException("GET " + path + ": status " + status + " " + read(connection.getErrorStream()));
            }
            return Optional.of(read(connection.getInputStream()));
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
