package dev.ichor.assets.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A forward proxy on loopback that takes every host for one server, and notes what it was asked. */
final class TestProxy implements AutoCloseable {
    /** Request line, then the proxy credentials. */
    final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket socket;
    private final String host;
    private final int target;

    TestProxy(String host, int target) throws IOException {
        this.host = host;
        this.target = target;
        this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> handle(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void handle(Socket client) {
        try (client; Socket server = new Socket(host, target)) {
            String head = head(client.getInputStream());
            String line = head.lines().findFirst().orElse("");
            String user = head.lines().filter(l -> l.toLowerCase().startsWith("proxy-authorization:")).findFirst()
                    .map(l -> l.substring(l.indexOf(':') + 2)).orElse("");
            seen.add((line + " " + user).strip());
            if (line.startsWith("CONNECT ")) {
                client.getOutputStream().write("HTTP/1.1 200 ok\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                String path = line.replaceFirst("^GET http://[^/]+", "GET ");
                String onward = path + head.substring(line.length());
                server.getOutputStream().write(onward.getBytes(StandardCharsets.US_ASCII));
            }
            Thread up = Thread.ofVirtual().start(() -> copy(client, server));
            copy(server, client);
            up.join(10_000);
        } catch (IOException e) {
            // the test sees a broken transfer
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one side is gone
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
