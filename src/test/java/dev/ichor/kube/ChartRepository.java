package dev.ichor.kube;

import dev.ichor.base.Sha256;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.xnio.IoUtils;

/** A stand-in of a Helm repository with one version of one chart, on a free port of 127.0.0.1. Thread-safe. */
public final class ChartRepository implements AutoCloseable {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final String file;
    private final byte[] chart;
    private final byte[] index;
    private final Undertow server;
    private volatile boolean down;

    /**
     * Packs a chart's folder and serves it.
     *
     * @param version    of the chart, in place of the one in its Chart.yaml
     * @param appVersion likewise
     */
    public ChartRepository(Path folder, String version, String appVersion) throws IOException {
        String name = folder.getFileName().toString();
        file = name + "-" + version + ".tgz";
        chart = pack(folder, name, version, appVersion);
        index = """
                apiVersion: v1
                generated: "2026-01-01T00:00:00Z"
                entries:
                  %s:
                    - apiVersion: v2
                      name: "%s"
                      version: "%s"
                      appVersion: "%s"
                      digest: "%s"
                      urls: ["%s"]
                """.formatted(name, name, version, appVersion, Sha256.of(chart), file).getBytes(StandardCharsets.UTF_8);
        server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(1).setWorkerThreads(1)
                .setHandler(this::handle).build();
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    /** Paths that were asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Whether connections are closed without an answer. */
    public void setDown(boolean down) {
        this.down = down;
    }

    private void handle(HttpServerExchange exchange) {
        asked.add(exchange.getRequestPath());
        if (down) {
            IoUtils.safeClose(exchange.getConnection());
        } else if (exchange.getRequestPath().equals("/index.yaml")) {
            send(exchange, "application/yaml", index);
        } else if (exchange.getRequestPath().equals("/" + file)) {
            send(exchange, "application/gzip", chart);
        } else {
            exchange.setStatusCode(404).endExchange();
        }
    }

    private static void send(HttpServerExchange exchange, String type, byte[] body) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    private static byte[] pack(Path folder, String name, String version, String appVersion) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes));
                Stream<Path> files = Files.walk(folder)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] text = Files.readAllBytes(path);
                if (path.equals(folder.resolve("Chart.yaml"))) {
                    text = new String(text, StandardCharsets.UTF_8)
                            .replaceAll("(?m)^version:.*$", "version: \"" + version + "\"")
                            .replaceAll("(?m)^appVersion:.*$", "appVersion: \"" + appVersion + "\"")
                            .getBytes(StandardCharsets.UTF_8);
                }
                TarArchiveEntry entry = new TarArchiveEntry(name + "/" + folder.relativize(path));
                entry.setSize(text.length);
                tar.putArchiveEntry(entry);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.stop();
    }
}
