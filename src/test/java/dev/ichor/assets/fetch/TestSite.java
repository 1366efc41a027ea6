package dev.ichor.assets.fetch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsExchange;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small site on loopback that serves byte arrays and can be told to misbehave. */
final class TestSite implements AutoCloseable {
    /** How the site treats its clients. */
    enum Manner {
        /** Ranges with strong ETags. */
        GOOD, NO_RANGES, NO_VALIDATOR, WEAK_ETAG, CHUNKED, WRONG_RANGE
    }

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<String, String> redirects = new ConcurrentHashMap<>();
    /** Requests as {@code GET /path [range]}. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    /** For each of the next answers: a status to give instead, or minus the bytes after which to break off. */
    final Deque<Integer> faults = new ArrayDeque<>();
    volatile Manner manner = Manner.GOOD;
    volatile long stallMillis;
    private final HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool();

    TestSite() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    TestSite(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(pool);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + port() + "/";
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI put(String path, byte[] bytes) {
        files.put("/" + path, bytes);
        return URI.create(base() + path);
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
        if (exchange.getRequestHeaders().containsKey("Proxy-Authorization") && exchange instanceof HttpsExchange) {
            requests.add("the proxy's password leaked to the site");
        }
        Integer fault;
        synchronized (faults) {
            fault = faults.pollFirst();
        }
        if (redirects.containsKey(path)) {
            exchange.getResponseHeaders().set("Location", redirects.get(path));
            exchange.sendResponseHeaders(302, -1);
        } else if (fault != null && fault > 0) {
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(fault, -1);
        } else if (!files.containsKey(path)) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            serve(exchange, files.get(path), range, fault == null ? Integer.MAX_VALUE : -fault);
        }
        exchange.close();
    }

    private void serve(HttpExchange exchange, byte[] bytes, String range, int breakAfter) throws IOException {
        String tag = "\"" + Sha256.of(bytes).hex().substring(0, 16) + "\"";
        Headers headers = exchange.getResponseHeaders();
        if (manner == Manner.WEAK_ETAG) {
            headers.set("ETag", "W/" + tag);
        } else if (manner != Manner.NO_VALIDATOR) {
            headers.set("ETag", tag);
        }
        String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        boolean partial = range != null && manner != Manner.NO_RANGES && (ifRange == null || ifRange.equals(tag));
        int from = partial ? Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1")) : 0;
        if (from >= bytes.length && partial) {
            headers.set("Content-Range", "bytes */" + bytes.length);
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (partial) {
            int told = manner == Manner.WRONG_RANGE ? 0 : from;
            headers.set("Content-Range", "bytes " + told + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        int length = bytes.length - from;
        exchange.sendResponseHeaders(partial ? 206 : 200, manner == Manner.CHUNKED ? 0 : length);
        OutputStream out = exchange.getResponseBody();
        int sent = Math.min(length, breakAfter);
        out.write(bytes, from, sent);
        out.flush();
        if (sent < length && stallMillis > 0) {
            sleep();
        }
        if (sent < length) {
            throw new IOException("broken off on purpose, without the last chunk");
        }
        out.close();
    }

    private void sleep() {
        try {
            Thread.sleep(stallMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
