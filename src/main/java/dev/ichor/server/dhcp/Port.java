package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.server.net.DeviceSocket;
import dev.ichor.server.net.OneInterface;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.ExpiringSessionRecycler;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioDatagramAcceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One UDP port on one interface, on MINA. Receives on MINA's selector thread; sends from any. */
final class Port implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Port.class);
    /** A datagram that fills this was cut by the kernel; the decoder refuses it by its length. */
    private static final int READ_BUFFER = 4096;
    private static final int RECEIVE_BUFFER = 1 << 20;
    private static final int SESSION_SECONDS = 30;
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /** Gets every datagram, on the selector thread: must not block. */
    interface Receiver {
        void received(byte[] datagram, int port, Ipv4 source, int sourcePort);
    }

    private final int port;
    private final Receiver receiver;
    private final NioDatagramAcceptor acceptor = new NioDatagramAcceptor();
    private volatile boolean open;

    private Port(int port, Receiver receiver) {
        this.port = port;
        this.receiver = receiver;
    }

    /**
     * Opens the port on that interface only.
     *
     * @throws IOException with a sentence for people: port busy, interface missing, not allowed
     */
    static Port open(String device, int port, Receiver receiver) throws IOException {
        // This bind shares with nobody, so it fails if any other program has the port here. MINA's must share: a
        // server of another interface may rightly hold the same port.
        DeviceSocket.udp(device, port, false).close();
        Port opened = new Port(port, receiver);
        try {
            opened.bind(device);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void bind(String device) throws IOException {
        // The default recycler is one static object for all acceptors: two ports would swap sessions.
        acceptor.setSessionRecycler(new ExpiringSessionRecycler(SESSION_SECONDS));
        acceptor.getSessionConfig().setBroadcast(true);
        acceptor.getSessionConfig().setReuseAddress(true);
        acceptor.getSessionConfig().setReadBufferSize(READ_BUFFER);
        acceptor.getSessionConfig().setMinReadBufferSize(READ_BUFFER);
        acceptor.getSessionConfig().setMaxReadBufferSize(READ_BUFFER);
        acceptor.getSessionConfig().setReceiveBufferSize(RECEIVE_BUFFER);
        acceptor.getSessionConfig().setCloseOnPortUnreachable(false);
        acceptor.setHandler(new Handler());
        OneInterface.Before before = OneInterface.before(port);
        acceptor.bind(new InetSocketAddress("0.0.0.0", port));
        discardEarly(before.tie(device));
        open = true;
    }

    /** What arrived before the device was set may come from another interface: let it be read and dropped. */
    private static void discardEarly(OneInterface.Added socket) throws IOException {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (socket.waiting() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    /** Sends; failures are logged, for a lost reply is asked for again. */
    void send(byte[] datagram, Ipv4 to, int toPort) {
        try {
            IoSession session = acceptor.newSession(new InetSocketAddress(to.inet(), toPort),
                    acceptor.getLocalAddress());
            session.write(IoBuffer.wrap(datagram));
        } catch (RuntimeException e) {
            LOG.warn("dhcp_send_failed to={} port={} reason=\"{}\"", to, toPort, e.getMessage());
        }
    }

    @Override
    public void close() {
        open = false;
        acceptor.dispose(true);
    }

    private final class Handler extends IoHandlerAdapter {
        @Override
        public void messageReceived(IoSession session, Object message) {
            if (!open || !(message instanceof IoBuffer buffer)
                    || !(session.getRemoteAddress() instanceof InetSocketAddress from)) {
                return;
            }
            byte[] datagram = new byte[buffer.remaining()];
            buffer.get(datagram);
            ipv4(from).ifPresent(source -> receiver.received(datagram, port, source, from.getPort()));
        }

        /** The session is shared by all clients of one address and port, so it is never closed for one's sake. */
        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {
            LOG.warn("dhcp_socket_error port={} reason=\"{}\"", port, cause.toString());
        }
    }

    private static Optional<Ipv4> ipv4(InetSocketAddress from) {
        return from.getAddress() instanceof Inet4Address address ? Optional.of(Ipv4.of(address)) : Optional.empty();
    }
}
