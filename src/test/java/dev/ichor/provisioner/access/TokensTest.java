package dev.ichor.provisioner.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TokensTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:20Z");
    private static final String FROM = "192.0.2.7";

    @TempDir
    Path folder;
    private Instant now = START;

    private Access access(Database database) {
        return new Access(database, () -> now, new Random(7), WebhookPace.DEFAULT);
    }

    private static Caller admin(Tokens.Fresh fresh) {
        return new Caller(fresh.token().id(), fresh.token().name(), fresh.token().role(), FROM);
    }

    @Test
    void theFirstTokenIsMadeOnce() {
        String secret;
        try (Database database = Database.open(folder); Access access = access(database)) {
            Tokens.Fresh first = access.tokens().first().orElseThrow();
            secret = first.secret();
            assertTrue(secret.matches("ichor_[0-9a-f]{10}_[A-Za-z0-9_-]{43}"), "its form");
            assertEquals("t-" + secret.substring(6, 16), first.token().id());
            assertEquals(Role.ADMIN, first.token().role());
            assertEquals(Optional.empty(), access.tokens().first());
        }
        try (Database database = Database.open(folder); Access access = access(new Random(8), database)) {
            assertEquals(Optional.empty(), access.tokens().first());
            assertEquals("first", access.tokens().authenticate(secret, FROM).orElseThrow().name());
            Tokens.Fresh recovered = access.tokens().recover();
            assertEquals(Role.ADMIN, access.tokens().authenticate(recovered.secret(), FROM).orElseThrow().role());
            assertEquals(2, access.tokens().list().size());
        }
    }

    private Access access(Random random, Database database) {
        return new Access(database, () -> now, random, WebhookPace.DEFAULT);
    }

    @Test
    void anExpiredAdminTokenCannotMakeOthersSoAFirstOneIsMadeAgain() {
        try (Database database = Database.open(folder); Access access = access(database)) {
            Tokens tokens = access.tokens();
            tokens.create("short", Role.ADMIN, Optional.of(Duration.ofHours(1)), Caller.APPLIANCE);
            tokens.create("operator", Role.OPERATOR, Optional.empty(), Caller.APPLIANCE);
            assertEquals(Optional.empty(), tokens.first());
            now = now.plus(Duration.ofHours(1));
            assertTrue(tokens.first().isPresent());
        }
    }

    @Test
    void aTokenEndsAtItsTimeAndWhenItIsRevoked() {
        try (Database database = Database.open(folder); Access access = access(database)) {
            Tokens tokens = access.tokens();
            Caller by = admin(tokens.first().orElseThrow());
            Tokens.Fresh hour = tokens.create("hour", Role.VIEWER, Optional.of(Duration.ofHours(1)), by);
            Tokens.Fresh ever = tokens.create("ever", Role.OPERATOR, Optional.empty(), by);
            now = START.plus(Duration.ofMinutes(59));
            assertEquals(new Caller(hour.token().id(), "hour", Role.VIEWER, FROM),
                    tokens.authenticate(hour.secret(), FROM).orElseThrow());
            now = START.plus(Duration.ofHours(1));
            assertEquals(Optional.empty(), tokens.authenticate(hour.secret(), FROM));
            assertTrue(tokens.authenticate(ever.secret(), FROM).isPresent());
            assertTrue(tokens.revoke(ever.token().id(), by));
            assertEquals(Optional.empty(), tokens.authenticate(ever.secret(), FROM));
            assertFalse(tokens.revoke(ever.token().id(), by), "twice");
            assertFalse(tokens.revoke("t-0000000000", by), "unknown");
            assertEquals(Optional.of(now), tokens.list().stream().filter(t -> t.name().equals("ever")).findFirst()
                    .orElseThrow().revoked());
        }
        try (Database database = Database.open(folder); Access access = access(database)) {
            assertEquals(1, access.tokens().list().stream().filter(t -> t.revoked().isPresent()).count());
        }
    }

    @Test
    void theLastAdminTokenThatLivesCannotBeRevoked() {
        try (Database database = Database.open(folder); Access access = access(database)) {
            Tokens tokens = access.tokens();
            Tokens.Fresh first = tokens.first().orElseThrow();
            Tokens.Fresh second = tokens.create("second", Role.ADMIN, Optional.of(Duration.ofHours(1)), admin(first));
            assertTrue(tokens.revoke(first.token().id(), admin(first)));
            assertFalse(tokens.revoke(second.token().id(), admin(second)));
            assertTrue(tokens.authenticate(second.secret(), FROM).isPresent());
            now = now.plus(Duration.ofHours(2));
            assertTrue(tokens.revoke(second.token().id(), admin(second)), "expired ones may go");
        }
    }

    @Test
    void twoAdminsThatRevokeEachOtherAtOnceLeaveOne() throws Exception {
        try (Database database = Database.open(folder); Access access = access(database);
             ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Tokens tokens = access.tokens();
            Tokens.Fresh one = tokens.first().orElseThrow();
            for (int i = 0; i < 20; i++) {
                Tokens.Fresh other = tokens.create("other", Role.ADMIN, Optional.empty(), admin(one));
                Tokens.Fresh first = one;
                List<Callable<Boolean>> both = List.of(() -> tokens.revoke(first.token().id(), admin(other)),
                        () -> tokens.revoke(other.token().id(), admin(first)));
                int revoked = 0;
                for (Future<Boolean> each : pool.invokeAll(both)) {
                    revoked += each.get() ? 1 : 0;
                }
                assertEquals(1, revoked);
                one = tokens.authenticate(one.secret(), FROM).isPresent() ? one : other;
                assertTrue(tokens.authenticate(one.secret(), FROM).isPresent());
            }
        }
    }

    @Test
    void useIsKeptToTheMinuteAndWrittenLater() {
        String secret;
        try (Database database = Database.open(folder); Access access = access(database)) {
            Tokens tokens = access.tokens();
            secret = tokens.first().orElseThrow().secret();
            assertEquals(Optional.empty(), tokens.list().getFirst().used());
            tokens.authenticate(secret, FROM);
            assertEquals(Optional.of(Instant.parse("2026-03-01T08:00:00Z")), tokens.list().getFirst().used());
            now = now.plusSeconds(61);
            tokens.authenticate(secret, FROM);
        }
        try (Database database = Database.open(folder); Access access = access(database)) {
            assertEquals(Optional.of(Instant.parse("2026-03-01T08:01:00Z")),
                    access.tokens().list().getFirst().used());
        }
    }

    @Test
    void tenThousandRequestsAskTheDatabaseNothing() {
        try (Database database = Database.open(folder); Access access = access(database)) {
            String secret = access.tokens().first().orElseThrow().secret();
            Integer answered = database.inTransaction(connection -> {
                int good = 0;
                for (int i = 0; i < 10_000; i++) {
                    good += access.tokens().authenticate(secret, FROM).isPresent() ? 1 : 0;
                }
                return good;
            });
            assertEquals(10_000, answered, "while the only connection that writes is taken");
        }
    }

    @Test
    void badNamesAndLivesAreAllRefusedAtOnce() {
        try (Database database = Database.open(folder); Access access = access(database)) {
            Tokens tokens = access.tokens();
            assertEquals(List.of("/name", "/life"), tokens.check(" ", Optional.of(Duration.ZERO)).stream()
                    .map(p -> p.where()).toList());
            for (String name : List.of("", "a\nb", " a", "x".repeat(101), "a\u202Eb")) {
                assertEquals(1, tokens.check(name, Optional.empty()).size(), name);
                assertThrows(IllegalArgumentException.class,
                        () -> tokens.create(name, Role.VIEWER, Optional.empty(), Caller.APPLIANCE));
            }
            assertEquals(List.of(), tokens.check("Grafana – Rack 3", Optional.of(Duration.ofDays(3650))));
            assertEquals(1, tokens.check("x", Optional.of(Duration.ofDays(4000))).size());
        }
    }
}
