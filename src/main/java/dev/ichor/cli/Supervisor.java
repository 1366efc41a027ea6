package dev.ichor.cli;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts parts in order and stops them in reverse. All failures of a start are collected, so that a person sees them
 * at once. The end of one part ends all: systemd then starts the appliance anew.
 */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration HANG = Duration.ofSeconds(6);

    private final Duration hang;
    private final Deque<Part> running = new ArrayDeque<>();
    /** Empty text: asked to stop. Otherwise why a part died. */
    private final CompletableFuture<String> end = new CompletableFuture<>();

    Supervisor() {
        this(HANG);
    }

    /** @param hang how long one part may take to stop before it is left alone */
    Supervisor(Duration hang) {
        this.hang = hang;
    }

    /** Starts all that can be started; if any cannot, stops them again and returns why. */
    List<Problem> start(List<Part> parts) {
        Problems problems = new Problems();
        for (Part part : parts) {
            try {
                part.start();
                running.push(part);
                part.ended().whenComplete((done, why) -> died(part.name(), why));
            } catch (IOException | RuntimeException e) {
                problems.add(part.name(), e.getMessage() == null ? e.toString() : e.getMessage(), "");
            }
        }
        if (!problems.isEmpty()) {
            stop();
        }
        return problems.list();
    }

    private void died(String name, Throwable why) {
        end.complete(name + " ended by itself" + (why == null ? "" : ": " + why));
    }

    /** Asks {@link #await} to return; from any thread. */
    void stopAsked() {
        end.complete("");
    }

    /**
     * Waits for the end and stops everything.
     *
     * @return why a part died; empty if the end was asked for
     */
    String await() {
        String why = end.join();
        if (why.isEmpty()) {
            LOG.info("stopping");
        } else {
            LOG.error("part-died why=\"{}\"", why.replace("\"", "'"));
        }
        stop();
        return why;
    }

    private void stop() {
        while (!running.isEmpty()) {
            stop(running.pop());
        }
    }

    /**
     * On a thread of its own: a part that died may hang when it is stopped, and the others have to stop all the same.
     */
    private void stop(Part part) {
        Thread stopping = Thread.ofPlatform().daemon().name("stop-" + part.name()).start(() -> {
            try {
                part.stop(GRACE);
            } catch (RuntimeException e) {
                LOG.warn("stop-failed part={} why=\"{}\"", part.name(), e.toString());
            }
        });
        try {
            if (!stopping.join(hang)) {
                LOG.warn("stop-hangs part={} after={}ms", part.name(), hang.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
