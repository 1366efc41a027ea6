package dev.ichor.provisioner.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody else's server that is told of events; it answers what it is told to, then 204. */
final class Receiver implements AutoCloseable {
    record Delivery(String path, String type, String event, String timestamp, String signature, String body) {
    }

    final List<Delivery> got = new CopyOnWriteArrayList<>();
    final List<Integer> answers = new CopyOnWriteArrayList<>();
    volatile String location = "";
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** @param port 0 for a free one */
    Receiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/", this::take);
        server.setExecutor(pool);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/hook");
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        got.add(new Delivery(exchange.getRequestURI().getPath(), header(exchange, "Content-Type"),
                header(exchange, "Ichor-Event-Id"), header(exchange, "Ichor-Timestamp"),
                header(exchange, "Ichor-Signature"), body));
        int status = answers.isEmpty() ? 204 : answers.removeFirst();
        if (status == 302) {
            exchange.getResponseHeaders().set("Location", location);
        }
        byte[] answer = status == 200 ? "x".repeat(100_000).getBytes(StandardCharsets.UTF_8) : new byte[0];
        try (exchange) {
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            if (answer.length > 0) {
                exchange.getResponseBody().write(answer);
            }
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    List<String> events() {
        return got.stream().map(Delivery::event).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }
}
