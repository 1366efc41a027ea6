package dev.ichor.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the thread that made it finish in order when the process is asked to end (Ctrl-C, TERM): it is interrupted, and
 * the process waits for it a while.
 */
final class Stopping implements AutoCloseable {
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    private Stopping(Thread worker, Duration patience) {
        this.hook = new Thread(() -> {
            worker.interrupt();
            try {
                finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "stopping");
    }

    /** For this thread. @param patience how long the process waits for it */
    static Stopping here(Duration patience) {
        Stopping stopping = new Stopping(Thread.currentThread(), patience);
        Runtime.getRuntime().addShutdownHook(stopping.hook);
        return stopping;
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: it waits no longer now.
        }
    }
}
