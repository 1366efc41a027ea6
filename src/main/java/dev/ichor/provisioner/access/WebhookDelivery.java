package dev.ichor.provisioner.access;

import dev.ichor.json.Json;
import dev.ichor.store.Database;
import dev.ichor.store.EventStore;
import dev.ichor.store.access.WebhookStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one webhook of events, in order, on a thread of its own. How far it came is written after each delivery, so an
 * event may be told twice around a crash, but none is left out.
 */
final class WebhookDelivery implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDelivery.class);
    private static final int BATCH = 100;
    private static final int UNWRITTEN = 1_000;

    private final String id;
    private final Database database;
    private final WebhookStore store;
    private final InstantSource clock;
    private final WebhookPace pace;
    private final WebhookPost post;
    private final Semaphore news = new Semaphore(0);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private long position;
    private int failures;

    /** What is sent. */
    private record Told(String id, long sequence, String machine, Instant at, String kind, String text) {
    }

    WebhookDelivery(WebhookStore.Row hook, Database database, WebhookStore store, InstantSource clock,
                    WebhookPace pace, ScheduledExecutorService timer) {
        this.id = hook.id();
        this.database = database;
        this.store = store;
        this.clock = clock;
        this.pace = pace;
        this.position = hook.taken();
        this.post = new WebhookPost(URI.create(hook.url()), pace, timer);
        this.thread = Thread.ofPlatform().daemon().name("webhook-" + id).unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** There may be new events. */
    void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    /** Begins no further delivery and breaks off the running one. */
    void stop() {
        stopped.countDown();
        news.release();
        post.abort();
    }

    /** Waits for the end of the thread. */
    void join(Duration most) throws InterruptedException {
        thread.join(most);
    }

    @Override
    public void run() {
        try {
            while (stopped.getCount() > 0) {
                if (!round()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if the webhook is no more. */
    private boolean round() throws InterruptedException {
        try {
            Optional<WebhookStore.Row> hook = database.reading(connection -> store.find(connection, id));
            if (hook.isEmpty()) {
                return false;
            }
            List<EventStore.Line> lines = database.reading(connection -> store.events(connection, position, BATCH));
            if (lines.isEmpty()) {
                news.tryAcquire(pace.look().toMillis(), TimeUnit.MILLISECONDS);
            } else {
                tell(hook.get(), lines);
            }
        } catch (RuntimeException e) {
            if (stopped.getCount() > 0) {
                LOG.error("webhook-stumbled id={}", id, e);
                stopped.await(pace.look().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        return true;
    }

    private void tell(WebhookStore.Row hook, List<EventStore.Line> lines) throws InterruptedException {
        for (EventStore.Line line : lines) {
            if (stopped.getCount() == 0) {
                return;
            }
            if (!hook.wants(line.kind())) {
                pass(hook, line.sequence());
            } else if (!told(hook, line)) {
                return;
            }
        }
    }

    /** Events of other kinds are passed in memory; now and then that is written, so that a start passes few again. */
    private void pass(WebhookStore.Row hook, long sequence) {
        position = sequence;
        if (sequence % UNWRITTEN == 0) {
            write(connection -> store.passed(connection, hook.id(), sequence));
        }
    }

    private boolean told(WebhookStore.Row hook, EventStore.Line line) throws InterruptedException {
        Told told = new Told("e-" + line.sequence(), line.sequence(), line.machine().text(), line.at(), line.kind(),
                line.text());
        byte[] body = Json.write(told).getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        Optional<String> failure = post.send(body, Map.of("Ichor-Event-Id", told.id(), "Ichor-Timestamp", timestamp,
                "Ichor-Signature", WebhookPost.sign(hook.secret(), timestamp, body)));
        if (failure.isEmpty()) {
            failures = 0;
            write(connection -> store.taken(connection, id, line.sequence()));
            position = line.sequence();
            return true;
        }
        if (stopped.getCount() > 0) {
            failed("event " + line.sequence() + ": " + failure.get());
        }
        return false;
    }

    private void failed(String why) throws InterruptedException {
        failures++;
        if (failures == 1) {
            LOG.warn("webhook-failing id={} why={}", id, why);
        }
        Instant now = clock.instant();
        write(connection -> store.failed(connection, id, now, why));
        giveUp(now);
        stopped.await(pace.waitAfter(failures).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Old events go when nothing was taken for as long; what is younger may still find the receiver well again. */
    private void giveUp(Instant now) {
        Instant limit = now.minus(pace.giveUp());
        Optional<WebhookStore.Row> hook = database.reading(connection -> store.find(connection, id));
        if (hook.isEmpty() || hook.get().failing().isEmpty() || hook.get().failing().get().isAfter(limit)) {
            return;
        }
        long last = database.reading(connection -> store.lastBefore(connection, position, limit));
        if (last > position) {
            int count = database.reading(connection -> store.waiting(connection, hook.get(), last));
            write(connection -> store.givenUp(connection, id, last, count));
            LOG.warn("webhook-gave-up id={} count={} last={}", id, count, last);
            position = last;
        }
    }

    /** A change. */
    @FunctionalInterface
    private interface Change {
        void in(Connection connection) throws SQLException;
    }

    private void write(Change change) {
        database.inTransaction(connection -> {
            change.in(connection);
            return id;
        });
    }
}
