package dev.ichor.provisioner;

import dev.ichor.store.Database;
import dev.ichor.store.SightingStore;
import dev.ichor.store.SightingStore.Asked;
import dev.ichor.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes sightings behind the answers' back, many in one transaction: a script must not wait for the disk, and a
 * thousand machines that ask at once must not cost a thousand syncs. Sightings are no promise; if more than a few
 * thousand wait, new ones are dropped. Thread-safe.
 */
final class SightingLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SightingLog.class);
    private static final int WAITING = 4_096;
    private static final int BATCH = 512;

    private final Database database;
    private final SightingStore store;
    private final BlockingQueue<Asked> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer;
    private volatile boolean closing;

    SightingLog(Database database, SightingStore store) {
        this.database = database;
        this.store = store;
        this.writer = Thread.ofPlatform().name("sightings").daemon().start(this::run);
    }

    void add(Asked asked) {
        if (!waiting.offer(asked)) {
            LOG.debug("sighting-dropped mac={}", asked.sighting().mac());
        }
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Asked first = waiting.poll(closing ? 0 : 200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Asked> batch = new ArrayList<>(List.of(first));
                    waiting.drainTo(batch, BATCH);
                    write(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Asked> batch) {
        try {
            database.inTransaction(connection -> {
                store.add(connection, batch);
                return batch.size();
            });
        } catch (StoreException e) {
            LOG.warn("sightings-lost count={} why=\"{}\"", batch.size(), e.getMessage());
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
