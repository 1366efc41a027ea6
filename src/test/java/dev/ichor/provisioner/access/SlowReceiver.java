package dev.ichor.provisioner.access;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes connections and gives out a byte now and then, or nothing. */
final class SlowReceiver implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    final List<Socket> taken = new CopyOnWriteArrayList<>();

    SlowReceiver(String drip) throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Socket one = socket.accept();
                    taken.add(one);
                    Thread.ofPlatform().daemon().start(() -> drip(one, drip));
                }
            } catch (IOException e) {
                // closed
            }
        });
    }

    private static void drip(Socket socket, String drip) {
        try {
            OutputStream out = socket.getOutputStream();
            while (!drip.isEmpty()) {
                out.write(drip.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            // the other side had enough
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : taken) {
            one.close();
        }
    }
}
