package dev.ichor.assets.build;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** The appliance's side of FACTS.md on loopback, scripted: refuses the first upload, then takes it and gives orders. */
final class FakeAppliance implements AutoCloseable {
    private final HttpServer http;
    private final DatagramSocket echo;
    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
    final CompletableFuture<byte[]> upload = new CompletableFuture<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> reports = new CopyOnWriteArrayList<>();
    private final List<Integer> refusals = new ArrayList<>(List.of(503));

    FakeAppliance(List<String> answers) throws IOException {
        orders.addAll(answers);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        echo = new DatagramSocket(new InetSocketAddress(loopback, 0));
        echo.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        Thread.ofVirtual().start(this::echoAll);
        http = HttpServer.create(new InetSocketAddress(loopback, 0), 16);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/agent/fingerprint", this::fingerprint);
        http.createContext("/agent/report", exchange -> {
            reports.add(new String(body(exchange), StandardCharsets.UTF_8));
            answer(exchange, 200, "ok\n");
        });
        http.createContext("/agent/order", this::order);
        http.start();
    }

    int httpPort() {
        return http.getAddress().getPort();
    }

    int echoPort() {
        return echo.getLocalPort();
    }

    private byte[] body(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("Content-Type"));
        return exchange.getRequestBody().readAllBytes();
    }

    private synchronized void fingerprint(HttpExchange exchange) throws IOException {
        byte[] archive = body(exchange);
        if (!refusals.isEmpty()) {
            answer(exchange, refusals.removeFirst(), "the store is busy\n");
            return;
        }
        answer(exchange, 200, "ok " + Sha256.of(archive) + "\n");
        upload.complete(archive);
    }

    private void order(HttpExchange exchange) throws IOException {
        body(exchange);
        String next = orders.poll();
        answer(exchange, 200, next == null ? "99 wait\n" : next);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void echoAll() {
        byte[] space = new byte[65_536];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(space, space.length);
                echo.receive(packet);
                echo.send(packet);
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    @Override
    public void close() {
        http.stop(0);
        echo.close();
    }
}
