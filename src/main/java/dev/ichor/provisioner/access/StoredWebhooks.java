package dev.ichor.provisioner.access;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.json.Json;
import dev.ichor.store.Database;
import dev.ichor.store.access.WebhookStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Webhooks in the appliance's database. One thread each, so that none waits for another. Thread-safe. */
final class StoredWebhooks implements Webhooks, AutoCloseable {
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final int MOST_KINDS = 64;
    private static final int URL_LENGTH = 2_000;
    private static final int MOST_PORT = 65_535;
    private static final Duration END = Duration.ofSeconds(2);

    private final Database database;
    private final Audit audit;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final WebhookPace pace;
    private final WebhookStore store = new WebhookStore();
    private final Map<String, WebhookDelivery> deliveries = new ConcurrentHashMap<>();
    private ScheduledExecutorService timer;

    /** @param random unguessable */
    StoredWebhooks(Database database, Audit audit, InstantSource clock, RandomGenerator random, WebhookPace pace) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
        this.pace = pace;
    }

    /** Begins to deliver. */
    synchronized void start() {
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("webhook-deadline").factory());
        database.reading(store::all).forEach(this::deliver);
    }

    private void deliver(WebhookStore.Row hook) {
        WebhookDelivery delivery = new WebhookDelivery(hook, database, store, clock, pace, timer);
        deliveries.put(hook.id(), delivery);
        delivery.start();
    }

    /** There may be new events. Waits for nothing: it may be called from within a transaction. */
    void wake() {
        deliveries.values().forEach(WebhookDelivery::wake);
    }

    @Override
    public List<Problem> check(URI url, List<String> kinds) {
        Problems problems = new Problems();
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || url.getHost() == null || url.getPort() == 0
                || url.getPort() > MOST_PORT || url.toString().length() > URL_LENGTH) {
            problems.add("/url", "it is no absolute http or https address of a host", "Give one such as "
                    + "https://hooks.example/ichor.");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            problems.add("/url", "it carries a user, a password or a fragment", "Leave them out: deliveries are known "
                    + "by their signature.");
        }
        for (int i = 0; i < kinds.size(); i++) {
            if (!KIND.matcher(kinds.get(i)).matches()) {
                problems.add("/kinds/" + i, "it is no kind of event", "Kinds are words such as fingerprint or "
                        + "arm-voided.");
            }
        }
        if (kinds.size() > MOST_KINDS) {
            problems.add("/kinds", "there are more than " + MOST_KINDS, "Leave the list empty for all kinds.");
        }
        if (database.reading(store::all).size() >= MOST) {
            problems.add("", "there are " + MOST + " webhooks already", "Delete one that nobody needs.");
        }
        return problems.list();
    }

    @Override
    public synchronized Fresh create(URI url, List<String> kinds, Caller by) {
        List<Problem> problems = check(url, kinds);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        String id = "w-" + Secret.hex(random);
        String secret = "ichor_hook_" + Secret.base64(random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        WebhookStore.Row row = database.inTransaction(connection -> {
            WebhookStore.Row hook = new WebhookStore.Row(id, url.toString(), kinds, secret, now,
                    store.latest(connection), 0, Optional.empty(), "");
            store.add(connection, hook);
            audit.add(connection, by, "create webhook", "webhooks/" + id, "", described(hook));
            return hook;
        });
        if (timer != null) {
            deliver(row);
        }
        return new Fresh(hook(row, 0), secret);
    }

    /** Of the address only whose it is: many receivers put a secret into the path. */
    private static String described(WebhookStore.Row hook) {
        URI url = URI.create(hook.url());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("to", url.getScheme() + "://" + url.getRawAuthority());
        out.put("kinds", hook.kinds());
        return Json.write(out);
    }

    @Override
    public List<Hook> list() {
        return database.reading(connection -> {
            List<Hook> out = new ArrayList<>();
            long last = store.latest(connection);
            for (WebhookStore.Row row : store.all(connection)) {
                out.add(hook(row, store.waiting(connection, row, last)));
            }
            return out;
        });
    }

    private static Hook hook(WebhookStore.Row row, int waiting) {
        List<String> why = new ArrayList<>();
        if (!row.failure().isEmpty()) {
            why.add(row.failure() + " (failing since " + row.failing().orElseThrow() + ")");
        }
        if (row.givenUp() > 0) {
            why.add(row.givenUp() + (row.givenUp() == 1 ? " event was" : " events were") + " given up");
        }
        return new Hook(row.id(), URI.create(row.url()), row.kinds(), row.created(), waiting,
                why.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", why)));
    }

    @Override
    public synchronized boolean delete(String id, Caller by) {
        boolean deleted = database.inTransaction(connection -> {
            Optional<WebhookStore.Row> hook = store.find(connection, id);
            if (hook.isPresent()) {
                store.delete(connection, id);
                audit.add(connection, by, "delete webhook", "webhooks/" + id, described(hook.get()), "");
            }
            return hook.isPresent();
        });
        Optional.ofNullable(deliveries.remove(id)).ifPresent(WebhookDelivery::stop);
        return deleted;
    }

    /** Breaks off what is being delivered; it is told again after the next start. */
    @Override
    public synchronized void close() {
        deliveries.values().forEach(WebhookDelivery::stop);
        try {
            for (WebhookDelivery delivery : deliveries.values()) {
                delivery.join(END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deliveries.clear();
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
