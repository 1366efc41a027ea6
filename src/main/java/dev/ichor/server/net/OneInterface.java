package dev.ichor.server.net;

import dev.ichor.server.net.Descriptors.Protocol;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Ties sockets that a library opened to one interface. Binding to the interface's address is not enough: Linux takes
 * a packet for any of its addresses on every interface (the weak host model, RFC 1122 section 3.3.4.2), so a host on
 * another network could ask there for what is served here.
 */
public final class OneInterface {
    private OneInterface() {
    }

    /**
     * Ties a UDP port that this process has just bound; what came before may still be read.
     *
     * @throws IOException with a sentence for people
     */
    public static void udp(String device, int port) throws IOException {
        tieAll(device, Protocol.UDP, port, "UDP port " + port);
    }

    /**
     * Ties a TCP port that this process has just begun to listen on. Connections that slipped in before are tied too,
     * so those of other interfaces go silent.
     *
     * @throws IOException with a sentence for people
     */
    public static void tcp(String device, int port) throws IOException {
        tieAll(device, Protocol.TCP, port, "TCP port " + port);
        tieAll(device, Protocol.TCP, port, "TCP port " + port);
    }

    private static void tieAll(String device, Protocol protocol, int port, String what) throws IOException {
        Map<Long, Integer> sockets = Descriptors.ofPort(protocol, port);
        if (sockets.isEmpty()) {
            throw notFound(what);
        }
        for (int descriptor : sockets.values()) {
            tie(device, descriptor, what);
        }
    }

    /** The sockets of a UDP port that this process has now, to tell apart one that is opened next. */
    public static Before before(int port) throws IOException {
        return new Before(port, Descriptors.ofPort(Protocol.UDP, port));
    }

    /** Which sockets a UDP port had. */
    public static final class Before {
        private final int port;
        private final Map<Long, Integer> had;

        private Before(int port, Map<Long, Integer> had) {
            this.port = port;
            this.had = had;
        }

        /** Ties the one socket that was added since. */
        public Added tie(String device) throws IOException {
            Map<Long, Integer> added = new HashMap<>(Descriptors.ofPort(Protocol.UDP, port));
            added.keySet().removeAll(had.keySet());
            if (added.size() != 1) {
                throw notFound("UDP port " + port);
            }
            Map.Entry<Long, Integer> socket = added.entrySet().iterator().next();
            OneInterface.tie(device, socket.getValue(), "UDP port " + port);
            return new Added(port, socket.getKey());
        }
    }

    /** A socket that was tied after it had been bound. */
    public static final class Added {
        private final int port;
        private final long inode;

        private Added(int port, long inode) {
            this.port = port;
            this.inode = inode;
        }

        /** Bytes that wait unread, possibly of another interface as long as it had not been tied. */
        public long waiting() throws IOException {
            return Descriptors.waiting(port, inode);
        }
    }

    private static void tie(String device, int descriptor, String what) throws IOException {
        try {
            DeviceSocket.bindToDevice(descriptor, device);
        } catch (Native.CallFailed e) {
            throw new IOException(DeviceSocket.sentence(e, device, what), e);
        }
    }

    private static IOException notFound(String what) {
        return new IOException("the socket of " + what + " was not found under /proc; is /proc mounted?");
    }
}
