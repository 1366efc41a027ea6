package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.server.dhcp.SegmentProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether another DHCP server on the segment sends boot options, so that an explanation can name
 * it. Uses a thread of its own and a socket that is open for three seconds.
 */
final class Foreigners {
    private static final Logger LOG = LoggerFactory.getLogger(Foreigners.class);
    private static final Duration LISTEN = Duration.ofSeconds(3);
    private static final Duration FIRST = Duration.ofSeconds(20);
    private static final Duration BETWEEN = Duration.ofMinutes(10);

    private final String nic;
    private final Ipv4 own;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile List<String> known = List.of();

    Foreigners(String nic, Ipv4 own) {
        this.nic = nic;
        this.own = own;
    }

    /** Addresses of servers that boot machines into something else, or strand them. */
    List<String> known() {
        return known;
    }

    void start() {
        Thread.ofPlatform().name("segment-watch").daemon().start(this::run);
    }

    void close() {
        stop.countDown();
    }

    private void run() {
        try {
            Duration wait = FIRST;
            while (!stop.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
                wait = BETWEEN;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            List<String> now = SegmentProbe.run(nic, own, LISTEN, RandomGenerator.getDefault()).stream()
                    .filter(server -> server.boots() || server.strands()).map(server -> server.id().toString())
                    .toList();
            if (!now.equals(known)) {
                LOG.warn("foreign-boot-servers addresses=\"{}\"", String.join(" ", now));
            }
            known = now;
        } catch (IOException e) {
            LOG.debug("segment-watch failed=\"{}\"", e.getMessage());
        }
    }
}
