package dev.ichor.server.sink;

import dev.ichor.base.Ipv4;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of a listener. One address may hold a few: of more, its oldest goes, which a node left behind that
 * restarted. Who says nothing of use for too long is sent away. Thread-safe.
 */
final class Guests {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Limits limits;
    private final Map<SocketAddress, Guest> guests = new LinkedHashMap<>();

    /**
     * What connections must keep to.
     *
     * @param total      how many there may be
     * @param ofOne      how many of one address
     * @param first      how long the first word may take
     * @param silence    how long it may be silent after that
     */
    record Limits(int total, int ofOne, Duration first, Duration silence) {
        static final Limits USUAL = new Limits(1_024, 4, Duration.ofSeconds(60), Duration.ofMinutes(20));
    }

    private static final class Guest {
        private final Socket socket;
        private long heard = System.nanoTime();
        private boolean spoke;

        Guest(Socket socket) {
            this.socket = socket;
        }
    }

    Guests(Limits limits) {
        this.limits = limits;
    }

    /** Lets a connection in, or closes it. */
    synchronized boolean admit(Socket socket) {
        guests.values().removeIf(guest -> guest.socket.isClosed());
        if (guests.size() >= limits.total()) {
            close(socket);
            return false;
        }
        List<Guest> same = new ArrayList<>();
        InetAddress address = socket.getInetAddress();
        guests.values().stream().filter(guest -> address.equals(guest.socket.getInetAddress())).forEach(same::add);
        while (same.size() >= limits.ofOne()) {
            Guest oldest = same.removeFirst();
            guests.values().remove(oldest);
            close(oldest.socket);
        }
        guests.put(socket.getRemoteSocketAddress(), new Guest(socket));
        return true;
    }

    /** A connection said something of use. */
    synchronized void heard(SocketAddress remote) {
        Guest guest = guests.get(remote);
        if (guest != null) {
            guest.heard = System.nanoTime();
            guest.spoke = true;
        }
    }

    /** Sends a connection away. */
    synchronized void drop(SocketAddress remote) {
        Guest guest = guests.remove(remote);
        if (guest != null) {
            close(guest.socket);
        }
    }

    synchronized void left(Socket socket) {
        guests.values().removeIf(guest -> guest.socket == socket);
        close(socket);
    }

    /** Sends those away who were silent for too long, again and again until the thread is interrupted. */
    void keepTidy() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void sweep() {
        long now = System.nanoTime();
        Iterator<Guest> all = guests.values().iterator();
        while (all.hasNext()) {
            Guest guest = all.next();
            Duration patience = guest.spoke ? limits.silence() : limits.first();
            if (guest.socket.isClosed() || now - guest.heard > patience.toNanos()) {
                close(guest.socket);
                all.remove();
            }
        }
    }

    synchronized int count() {
        guests.values().removeIf(guest -> guest.socket.isClosed());
        return guests.size();
    }

    synchronized void closeAll() {
        guests.values().forEach(guest -> close(guest.socket));
        guests.clear();
    }

    private static void close(Socket socket) {
        try {
            // No waiting for what the other side does not take.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is as good as closed.
            return;
        }
    }

    /** The IPv4 address at the other end. */
    static Optional<Ipv4> address(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet4Address four
                ? Optional.of(Ipv4.of(four)) : Optional.empty();
    }
}
