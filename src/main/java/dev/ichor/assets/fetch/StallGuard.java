package dev.ichor.assets.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a response body that has brought no byte for too long: the JDK's client waits for ever. */
final class StallGuard implements AutoCloseable {
    private final InputStream body;
    private final long patience;
    private final Thread watcher;
    private volatile long last = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream body, Duration patience) {
        this.body = body;
        this.patience = patience.toNanos();
        this.watcher = Thread.ofVirtual().name("fetch-stall").start(this::watch);
    }

    void touch() {
        last = System.nanoTime();
    }

    boolean hasStalled() {
        return stalled;
    }

    private void watch() {
        try {
            for (long left = patience; left > 0; left = patience - (System.nanoTime() - last)) {
                Thread.sleep(Duration.ofNanos(left));
            }
            stalled = true;
            body.close();
        } catch (InterruptedException | IOException e) {
            // the download is over
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
