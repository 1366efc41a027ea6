package dev.ichor.server.tftp;

import java.net.InetSocketAddress;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioDatagramAcceptor;

/** The way to one client. */
sealed interface Wire {
    /** Sends a packet; true if it has left already, so that its buffer may be used again. */
    boolean send(IoBuffer packet);

    /** Ends the way after all packets have left. */
    void close();

    /** A socket of its own: one port for each transfer. */
    record OwnPort(IoSession session) implements Wire {
        @Override
        public boolean send(IoBuffer packet) {
            return session.write(packet).isWritten();
        }

        @Override
        public void close() {
            session.closeOnFlush();
        }
    }

    /**
     * The request socket. Its sessions expire on their own while a transfer waits, so the session is looked up for each
     * packet; that costs one look into a map.
     */
    record SharedPort(NioDatagramAcceptor acceptor, InetSocketAddress client) implements Wire {
        @Override
        public boolean send(IoBuffer packet) {
            return acceptor.newSession(client, acceptor.getLocalAddress()).write(packet).isWritten();
        }

        @Override
        public void close() {
        }
    }
}
