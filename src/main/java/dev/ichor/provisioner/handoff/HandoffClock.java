package dev.ichor.provisioner.handoff;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a desk look at its gates now and then, on a thread of its own, from the start until it is closed. */
public final class HandoffClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HandoffClock.class);

    private final Runnable look;
    private final Duration pause;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * @param look  see {@link HandoffDesk#watch}; may fail, and is done again
     * @param pause between two looks; the first is at once
     */
    public HandoffClock(Runnable look, Duration pause) {
        this.look = look;
        this.pause = pause;
        this.thread = Thread.ofPlatform().name("handoff-watch").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closing) {
            try {
                look.run();
            } catch (RuntimeException e) {
                LOG.error("handoff-watch-stumbled", e);
            }
            long until = System.nanoTime() + pause.toNanos();
            while (!closing && System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
        }
    }

    /** Ends after the look that is going on; may be called without a start, and twice. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
