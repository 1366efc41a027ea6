package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ways into a namespace's loopback: the forwarder for people, the client for tests. */
@Tag("netns")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ForwarderTest {
    private static final String BODY = "{\"machines\":[\"" + "x".repeat(200_000) + "\"]}";

    private static HttpServer server(Namespace namespace) {
        HttpServer server = namespace.call(() -> HttpServer.create(new InetSocketAddress("127.0.0.1", 8081), 0));
        server.createContext("/api/v1/machines", exchange -> {
            byte[] bytes = BODY.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        namespace.rack().own(() -> server.stop(0));
        return server;
    }

    @Test
    void theHostReachesTheLoopbackOfTheNamespace() throws Exception {
        try (Rack rack = Rack.open(); HttpClient client = HttpClient.newHttpClient()) {
            Namespace namespace = rack.namespace("admin");
            server(namespace);
            Forwarder forwarder = Forwarder.open(0, namespace, 8081);
            for (int i = 0; i < 40; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + forwarder.port()
                        + "/api/v1/machines")).version(HttpClient.Version.HTTP_1_1)
                        .timeout(Duration.ofSeconds(5)).build();
                assertEquals(BODY, client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            }
        }
    }
}
