package dev.ichor.rack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;

/**
 * Carries TCP connections from a port of this machine's own loopback to a port on the loopback of a namespace. At most
 * 32 at a time; further ones are closed at once.
 */
final class Forwarder implements AutoCloseable {
    private static final int MOST = 32;
    private static final int CONNECT_MILLIS = 3_000;

    private final Namespace target;
    private final int targetPort;
    private final ServerSocket server;
    private final Semaphore slots = new Semaphore(MOST);

    private Forwarder(Namespace target, int targetPort, ServerSocket server) {
        this.target = target;
        this.targetPort = targetPort;
        this.server = server;
    }

    /** Opens a free port, or {@code port} unless it is 0. */
    static Forwarder open(int port, Namespace target, int targetPort) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MOST);
            Forwarder forwarder = new Forwarder(target, targetPort, server);
            Thread.ofVirtual().name("forwarder").start(forwarder::accept);
            return target.rack().own(forwarder);
        } catch (IOException e) {
            throw new RackFailure("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                if (slots.tryAcquire()) {
                    Thread.ofVirtual().start(() -> carry(near));
                } else {
                    near.close();
                }
            } catch (IOException e) {
                // Closed, or one connection was lost before it was accepted.
            }
        }
    }

    private void carry(Socket near) {
        try (near; Socket far = target.call(Socket::new)) {
            // A socket belongs to a namespace from its creation; connecting creates it, so that too happens there.
            target.call(() -> {
                far.connect(new InetSocketAddress("127.0.0.1", targetPort), CONNECT_MILLIS);
                return far;
            });
            Thread back = Thread.ofVirtual().start(() -> pump(far, near));
            pump(near, far);
            back.join();
        } catch (IOException | RackFailure e) {
            // The other side hung up or does not listen: so does this one.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            slots.release();
        }
    }

    /** Copies until one side ends, then passes the end on. */
    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
