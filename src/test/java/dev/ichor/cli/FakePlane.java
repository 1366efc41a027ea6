package dev.ichor.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ichor.base.Ipv4;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.ProblemBody;
import dev.ichor.server.tls.AdminCertificate;
import dev.ichor.server.tls.OwnCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An admin plane that says what a test tells it to say, over HTTPS with a certificate in a state folder. */
public final class FakePlane implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Said>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AdminCertificate certificate;

    /** A request; names of headers in lower case. */
    public record Asked(String method, String path, Map<String, String> headers, String body) {
    }

    /** An answer; a negative status breaks the connection off instead. */
    public record Said(int status, Map<String, String> headers, String body) {
        public static Said ok(Object body) {
            return new Said(200, Map.of("ETag", "\"7\""), Json.write(body));
        }

        public static Said text(String type, String body) {
            return new Said(200, Map.of("Content-Type", type), body);
        }

        public static Said problem(int status, String detail, ProblemBody.Fault... faults) {
            return new Said(status, Map.of(), Json.write(new ProblemBody("urn:ichor:problem:x", "Title", status, detail,
                    List.of(faults))));
        }

        public Said with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Said(status, more, body);
        }
    }

    /** @param state gets {@code admin/cert.pem} */
    public FakePlane(Path state) throws Exception {
        certificate = OwnCertificate.of(state, List.of(Ipv4.of(new byte[] {127, 0, 0, 1})), "rack", Instant.now());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public AdminCertificate certificate() {
        return certificate;
    }

    /** The answers to one question, in order; the last is given again and again. */
    public FakePlane on(String method, String path, Said... said) {
        answers.put(method + " " + path, new ArrayDeque<>(List.of(said)));
        return this;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The requests that would have changed something. */
    public List<Asked> changes() {
        return asked.stream().filter(one -> !one.method().equals("GET")).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.getFirst()));
            String path = exchange.getRequestURI().toString();
            asked.add(new Asked(exchange.getRequestMethod(), path, headers, new String(exchange.getRequestBody()
                    .readAllBytes(), StandardCharsets.UTF_8)));
            Said said = next(exchange.getRequestMethod() + " " + path);
            if (said.status() < 0) {
                return;
            }
            said.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(said.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Said next(String question) {
        Deque<Said> left = answers.get(question);
        if (left == null) {
            return Said.problem(404, "The test has no answer to " + question + ".");
        }
        synchronized (left) {
            return left.size() > 1 ? left.removeFirst() : left.getFirst();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
