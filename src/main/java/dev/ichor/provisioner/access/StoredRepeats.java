package dev.ichor.provisioner.access;

import dev.ichor.base.Sha256;
import dev.ichor.store.Database;
import dev.ichor.store.access.RepeatStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Repeated requests in the appliance's database. What an earlier process left without an answer stays pending: only a
 * person can see whether it was done. Thread-safe.
 */
final class StoredRepeats implements Repeats {
    static final Duration KEPT = Duration.ofDays(1);
    static final int MOST = 20_000;
    private static final int BODY_LENGTH = 64 << 10;
    private static final int CONFLICT = 409;
    private static final RepeatStore.Answer TOO_LONG = new RepeatStore.Answer(CONFLICT, SENTENCE,
            "This was done already; its answer was too long to be kept.");

    private final Database database;
    private final InstantSource clock;
    private final RepeatStore store = new RepeatStore();

    StoredRepeats(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Known begin(String token, String key, Sha256 request) {
        Instant now = clock.instant();
        return database.inTransaction(connection -> {
            Optional<RepeatStore.Row> row = store.find(connection, token, key);
            if (row.isPresent() && row.get().begun().isBefore(now.minus(KEPT))) {
                store.forget(connection, token, key);
                row = Optional.empty();
            }
            if (row.isEmpty()) {
                store.begin(connection, token, key, request.hex(), now);
                return new Known.New();
            }
            return known(row.get(), request);
        });
    }

    private static Known known(RepeatStore.Row row, Sha256 request) {
        if (!row.request().equals(request.hex())) {
            return new Known.Other();
        }
        return row.answer().<Known>map(a -> new Known.Done(a.status(), a.type(), a.body()))
                .orElseGet(Known.Pending::new);
    }

    @Override
    public void done(String token, String key, int status, String type, String body) {
        RepeatStore.Answer answer = body.length() > BODY_LENGTH ? TOO_LONG : new RepeatStore.Answer(status, type, body);
        database.inTransaction(connection -> {
            store.done(connection, token, key, answer);
            return answer;
        });
    }

    @Override
    public void forget(String token, String key) {
        database.inTransaction(connection -> {
            store.forget(connection, token, key);
            return key;
        });
    }

    /** Forgets what is older than a day, and the oldest answers beyond {@link #MOST}. */
    int sweep() {
        Instant before = clock.instant().minus(KEPT);
        return database.inTransaction(connection -> store.sweep(connection, before, MOST));
    }
}
