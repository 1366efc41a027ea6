package dev.ichor.server.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ServerSocketFactory;

/** Makes listening sockets that hand on only those connections that may come in. */
final class GuardedSockets extends ServerSocketFactory {
    private static final int BACKLOG = 512;
    private static final int PAUSE_MILLIS = 200;

    private final Guests guests;

    GuardedSockets(Guests guests) {
        this.guests = guests;
    }

    private final class Guarded extends ServerSocket {
        Guarded() throws IOException {
            setReuseAddress(true);
        }

        /** Many nodes may come at once. */
        @Override
        public void bind(SocketAddress address) throws IOException {
            bind(address, BACKLOG);
        }

        /** A lack of descriptors passes; the listener must not end over it. */
        @Override
        public Socket accept() throws IOException {
            while (true) {
                try {
                    Socket socket = super.accept();
                    if (guests.admit(socket)) {
                        return socket;
                    }
                } catch (IOException e) {
                    if (isClosed()) {
                        throw e;
                    }
                    pause(e);
                }
            }
        }
    }

    private static void pause(IOException why) throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        }
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new Guarded();
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, BACKLOG, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        ServerSocket socket = new Guarded();
        socket.bind(new InetSocketAddress(address, port), backlog);
        return socket;
    }
}
