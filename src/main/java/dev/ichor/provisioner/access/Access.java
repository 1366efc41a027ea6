package dev.ichor.provisioner.access;

import dev.ichor.provisioner.Machines;
import dev.ichor.store.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens, audit log, repeated requests and webhooks of one database. Usable at once; {@link #start} begins what goes on
 * in the background. Thread-safe.
 */
public final class Access implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    private final StoredTokens tokens;
    private final StoredAudit audit;
    private final StoredRepeats repeats;
    private final StoredWebhooks webhooks;
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("access-keeper").factory());
    private Machines.Subscription subscription = () -> { };

    /** @param database stays the caller's, who closes it after this */
    public Access(Database database, InstantSource clock) {
        this(database, clock, new SecureRandom(), WebhookPace.DEFAULT);
    }

    /** @param random unguessable */
    public Access(Database database, InstantSource clock, RandomGenerator random, WebhookPace pace) {
        this.audit = new StoredAudit(database, clock);
        this.tokens = new StoredTokens(database, audit, clock, random);
        this.repeats = new StoredRepeats(database, clock);
        this.webhooks = new StoredWebhooks(database, audit, clock, random, pace);
    }

    public Tokens tokens() {
        return tokens;
    }

    public Audit audit() {
        return audit;
    }

    public Repeats repeats() {
        return repeats;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    /** Delivers to webhooks, and once a minute writes when tokens were used and forgets old repeats. Call once. */
    public void start(Machines machines) {
        start(machines::subscribe);
    }

    synchronized void start(Function<Runnable, Machines.Subscription> news) {
        webhooks.start();
        subscription = news.apply(webhooks::wake);
        keeper.scheduleWithFixedDelay(this::keep, 1, 1, TimeUnit.MINUTES);
    }

    private void keep() {
        try {
            tokens.flush();
            repeats.sweep();
        } catch (RuntimeException e) {
            LOG.error("access-keeper-stumbled", e);
        }
    }

    /** Ends deliveries and writes what waits. */
    @Override
    public synchronized void close() {
        subscription.close();
        keeper.shutdown();
        webhooks.close();
        tokens.flush();
    }
}
