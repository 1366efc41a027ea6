package dev.ichor.rack;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends each port's LLDP frame again and again. A bridge does not forward LLDP, so the frame must leave by the port
 * itself: one thread lives in the switch's namespace and writes to a packet socket.
 */
final class LldpSpeaker implements AutoCloseable {
    private final Namespace bridge;
    private final int seconds;
    private final Map<String, byte[]> frames = new ConcurrentHashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private Thread thread;

    LldpSpeaker(Namespace bridge, int seconds) {
        this.bridge = bridge;
        this.seconds = seconds;
    }

    synchronized void announce(String port, Neighbour neighbour) {
        frames.put(port, neighbour.frame());
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("lldp-" + bridge.name()).start(this::speak);
        }
    }

    private void speak() {
        Native.enter(bridge.path());
        int socket = Native.packetSocket();
        try {
            do {
                frames.forEach((port, frame) -> Native.send(socket, port, frame));
            } while (!stop.await(seconds, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Native.close(socket);
        }
    }

    @Override
    public synchronized void close() {
        stop.countDown();
        if (thread != null) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
