package dev.ichor.server.tftp;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.ichor.tftp.Event;

/**
 * The transfers under way, by the address and port of their client, and the thread that tells them when their time has
 * come. That thread sleeps while no transfer is under way.
 */
final class LiveTransfers implements AutoCloseable {
    /** A retransmission may be this much late. */
    private static final long TICK_NANOS = 5_000_000;

    private final ConcurrentHashMap<InetSocketAddress, LiveTransfer> byClient = new ConcurrentHashMap<>();
    private final int most;
    private final Thread timer = new Thread(this::watch, "tftp-timer");
    private final Consumer<Throwable> failed;
    private volatile boolean closed;

    /** @param failed told when the timer's thread dies, for then no lost packet would be sent again */
    LiveTransfers(int most, Consumer<Throwable> failed) {
        this.most = most;
        this.failed = failed;
        timer.setDaemon(true);
        timer.start();
    }

    /** Only the thread of the request socket adds, so the bound is exact. */
    boolean isFull() {
        return byClient.size() >= most;
    }

    void add(LiveTransfer transfer) {
        byClient.put(transfer.client(), transfer);
        LockSupport.unpark(timer);
    }

    Optional<LiveTransfer> of(InetSocketAddress client) {
        return Optional.ofNullable(byClient.get(client));
    }

    void remove(LiveTransfer transfer) {
        byClient.remove(transfer.client(), transfer);
    }

    int count() {
        return byClient.size();
    }

    void cancelAll(String why) {
        byClient.values().forEach(transfer -> transfer.handle(new Event.Cancelled(why)));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(timer);
    }

    private void watch() {
        try {
            while (!closed) {
                if (byClient.isEmpty()) {
                    LockSupport.park(this);
                } else {
                    long now = System.nanoTime();
                    byClient.values().forEach(transfer -> transfer.tick(now));
                    LockSupport.parkNanos(this, TICK_NANOS);
                }
            }
        } catch (RuntimeException | Error e) {
            failed.accept(e);
            throw e;
        }
    }
}
