package dev.ichor.assets.build;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An appliance that has disks erased, as FACTS.md has it, on loopback. Fields are set before the agent asks. */
final class WipingAppliance implements AutoCloseable {
    static final String ARM = "a-0123456789";

    /** A line of the plan. */
    record Item(int number, long bytes, String hold, String wwid, String serial) {
    }

    private final HttpServer http;
    private final List<Item> left = new ArrayList<>();
    final List<String> receipts = new ArrayList<>();
    final List<String> reports = new ArrayList<>();
    final List<byte[]> uploads = new ArrayList<>();
    int plansAsked;
    /** Status for a receipt; a status below 0 closes the connection without an answer. */
    Function<String, Integer> judge = _ -> 200;
    UnaryOperator<String> plan = text -> text;

    WipingAppliance() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/agent/fingerprint", this::fingerprint);
        http.createContext("/agent/report", exchange -> {
            synchronized (this) {
                reports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).strip());
                answer(exchange, 200, "ok\n");
            }
        });
        http.createContext("/agent/wipe", this::wipe);
        http.createContext("/agent/order", this::order);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    WipingAppliance toErase(int number, long bytes, String hold, String wwid, String serial) {
        left.add(new Item(number, bytes, hold, wwid, serial));
        return this;
    }

    private synchronized void fingerprint(HttpExchange exchange) throws IOException {
        byte[] archive = exchange.getRequestBody().readAllBytes();
        uploads.add(archive);
        answer(exchange, 200, "ok " + Sha256.of(archive) + "\n");
    }

    private synchronized void wipe(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            plansAsked++;
            answer(exchange, left.isEmpty() ? 404 : 200, left.isEmpty() ? "nothing\n" : plan.apply(text()));
            return;
        }
        String receipt = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = judge.apply(receipt);
        if (status < 0) {
            exchange.close();
            return;
        }
        receipts.add((status == 200 ? "" : status + " ") + receipt.strip());
        String[] words = receipt.split(" ");
        if (status == 200 && !words[2].equals("started")) {
            left.removeIf(item -> item.number() == Integer.parseInt(words[1]));
        }
        answer(exchange, status, status == 200 ? "ok\n" : "the arm is over\n");
    }

    private String text() {
        StringBuilder text = new StringBuilder("arm " + ARM + "\nfingerprint " + Sha256.of(uploads.getLast()) + "\n");
        left.forEach(item -> text.append("disk %d %d %s %s %s\n".formatted(item.number(), item.bytes(), item.hold(),
                item.wwid(), item.serial())));
        return text.toString();
    }

    /** Erase, then, once the hardware was read anew, off. */
    private synchronized void order(HttpExchange exchange) throws IOException {
        answer(exchange, 200, uploads.size() > 1 ? "9 poweroff\nDone\n" : "5 wipe\nErasing\n");
    }

    synchronized List<String> received() {
        return List.copyOf(receipts);
    }

    synchronized int uploaded() {
        return uploads.size();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
