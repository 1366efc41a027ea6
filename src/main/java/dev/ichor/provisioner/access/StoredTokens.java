package dev.ichor.provisioner.access;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import dev.ichor.json.Json;
import dev.ichor.store.Database;
import dev.ichor.store.access.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Tokens in the appliance's database. Those that are not revoked are also kept in memory, so a request asks no
 * database; since only one process has the database open, a change is in force when its call returns. When a token was
 * used is written by {@link #flush}.
 *
 * <p>Thread-safe.
 */
final class StoredTokens implements Tokens {
    private static final int NAME_LENGTH = 100;
    private static final Duration LONGEST = Duration.ofDays(3653);
    private static final byte[] NOBODY = new byte[32];

    private final Database database;
    private final Audit audit;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final TokenStore store = new TokenStore();
    private final Map<String, Known> living = new ConcurrentHashMap<>();
    private final Map<String, Instant> unwritten = new ConcurrentHashMap<>();

    /** What a request needs of a token. */
    private static final class Known {
        private final TokenStore.Row row;
        private final Role role;
        private volatile Instant used;

        Known(TokenStore.Row row) {
            this.row = row;
            this.role = Role.valueOf(row.role().toUpperCase(Locale.ROOT));
            this.used = row.used().orElse(Instant.MIN);
        }

        boolean lives(Instant now) {
            return row.expires().isEmpty() || now.isBefore(row.expires().get());
        }
    }

    /** @param random unguessable */
    StoredTokens(Database database, Audit audit, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
        for (TokenStore.Row row : database.reading(store::all)) {
            if (row.revoked().isEmpty()) {
                living.put(row.id(), new Known(row));
            }
        }
    }

    @Override
    public synchronized Optional<Fresh> first() {
        return livingAdmins(clock.instant()) > 0 ? Optional.empty()
                : Optional.of(make("first", Role.ADMIN, Optional.empty(), Caller.APPLIANCE));
    }

    @Override
    public synchronized Fresh recover() {
        return make("recovered", Role.ADMIN, Optional.empty(), Caller.APPLIANCE);
    }

    @Override
    public List<Problem> check(String name, Optional<Duration> life) {
        Problems problems = new Problems();
        if (name.isBlank() || name.length() > NAME_LENGTH || !name.equals(name.strip())
                || !name.codePoints().allMatch(StoredTokens::isPlain)) {
            problems.add("/name", "it is empty, longer than " + NAME_LENGTH + " characters or not plain text",
                    "Name who or what uses the token, e.g. grafana.");
        }
        if (life.isPresent() && (life.get().compareTo(Duration.ZERO) <= 0 || life.get().compareTo(LONGEST) > 0)) {
            problems.add("/life", "it is not between a moment and ten years", "Give a life such as P90D, or none for "
                    + "a token that lives until it is revoked.");
        }
        Instant now = clock.instant();
        if (living.size() >= MOST && living.values().stream().filter(known -> known.lives(now)).count() >= MOST) {
            problems.add("", "there are " + MOST + " tokens already", "Revoke those that nobody uses.");
        }
        return problems.list();
    }

    private static boolean isPlain(int letter) {
        return !Character.isISOControl(letter) && Character.getType(letter) != Character.FORMAT;
    }

    @Override
    public synchronized Fresh create(String name, Role role, Optional<Duration> life, Caller by) {
        List<Problem> problems = check(name, life);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return make(name, role, life, by);
    }

    private Fresh make(String name, Role role, Optional<Duration> life, Caller by) {
        Secret secret = Secret.next(random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        TokenStore.Row row = new TokenStore.Row("t-" + secret.id(), name, role.label(), hash(secret.text()), now,
                life.map(now::plus), Optional.empty(), Optional.empty());
        database.inTransaction(connection -> {
            store.add(connection, row);
            audit.add(connection, by, "create token", "tokens/" + row.id(), "", described(row));
            return row;
        });
        living.put(row.id(), new Known(row));
        return new Fresh(token(row), secret.text());
    }

    private static String described(TokenStore.Row row) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", row.name());
        out.put("role", row.role());
        row.expires().ifPresent(at -> out.put("expires", at));
        return Json.write(out);
    }

    @Override
    public List<Token> list() {
        return database.reading(store::all).stream().map(this::token).toList();
    }

    private Token token(TokenStore.Row row) {
        Optional<Instant> used = Optional.ofNullable(unwritten.get(row.id())).or(row::used);
        return new Token(row.id(), row.name(), Role.valueOf(row.role().toUpperCase(Locale.ROOT)), row.created(),
                row.expires(), used, row.revoked());
    }

    @Override
    public synchronized boolean revoke(String id, Caller by) {
        Known known = living.get(id);
        Instant now = clock.instant();
        if (known == null || known.role == Role.ADMIN && known.lives(now) && livingAdmins(now) == 1) {
            return false;
        }
        boolean revoked = database.inTransaction(connection -> revoke(connection, known.row, now, by));
        living.remove(id);
        return revoked;
    }

    private boolean revoke(Connection connection, TokenStore.Row row, Instant now, Caller by) throws SQLException {
        boolean revoked = store.revoke(connection, row.id(), now);
        if (revoked) {
            audit.add(connection, by, "revoke token", "tokens/" + row.id(), described(row), "");
        }
        return revoked;
    }

    private long livingAdmins(Instant now) {
        return living.values().stream().filter(known -> known.role == Role.ADMIN && known.lives(now)).count();
    }

    /** The same steps for each text: one hash of as many bytes, one comparison with a hash. */
    @Override
    public Optional<Caller> authenticate(String text, String from) {
        Secret secret = Secret.parse(text).orElse(NONE);
        Known known = living.get("t-" + secret.id());
        boolean same = MessageDigest.isEqual(known == null ? NOBODY : known.row.hash(), hash(secret.text()));
        Instant now = clock.instant();
        if (!same || known == null || !known.lives(now)) {
            return Optional.empty();
        }
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        if (!minute.equals(known.used)) {
            known.used = minute;
            unwritten.put(known.row.id(), minute);
        }
        return Optional.of(new Caller(known.row.id(), known.row.name(), known.role, from));
    }

    /** Stands for whatever is no secret; no token has its id, since those are made of hexadecimal digits. */
    private static final Secret NONE = new Secret("none", "-".repeat(60));

    private static byte[] hash(String secret) {
        return Sha256.digest().digest(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes down when tokens were used, in one transaction if there is anything to write. */
    void flush() {
        Map<String, Instant> batch = Map.copyOf(unwritten);
        if (batch.isEmpty()) {
            return;
        }
        database.inTransaction(connection -> {
            for (Map.Entry<String, Instant> entry : batch.entrySet()) {
                store.used(connection, entry.getKey(), entry.getValue());
            }
            return batch.size();
        });
        batch.forEach(unwritten::remove);
    }
}
