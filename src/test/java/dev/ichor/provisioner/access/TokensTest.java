package dev.ichor.provisioner.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
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

    /** Nothing that is random, nearly right or huge opens the door, and nothing throws. */
    @Test
    void whateverIsSentOnlyTheSecretOpens() {
        Random random = new Random(42);
        try (Database database = Database.open(folder); Access access = access(database)) {
            Tokens tokens = access.tokens();
            String secret = tokens.first().orElseThrow().secret();
            Set<String> tried = new HashSet<>(List.of("", "ichor_", "ichor__", "ichor_none_" + "-".repeat(43),
                    "-".repeat(60), secret.toUpperCase(), secret + " ", secret + "\0", " " + secret, secret + secret,
                    secret.substring(1), secret.substring(0, 59), "x".repeat(1 << 20), "ichor_" + "é".repeat(54)));
            for (int i = 0; i < 20_000; i++) {
                tried.add(mutated(secret, random));
            }
            tried.remove(secret);
            tried.forEach(text -> assertEquals(Optional.empty(), tokens.authenticate(text, FROM), text));
            assertTrue(tokens.authenticate(secret, FROM).isPresent());
        }
    }

    private static String mutated(String secret, Random random) {
        StringBuilder text = new StringBuilder(secret);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(text.length());
            char letter = (char) (random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(32, 127));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, letter);
                case 1 -> text.insert(at, letter);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }

    /**
     * The median time of each kind of wrong token is that of a good one, as far as a busy machine can tell: a factor of
     * three in the best of some rounds. A comparison that stopped early, or no hash at all, would be far outside.
     */
    @Test
    void eachKindOfWrongTokenTakesAsLong() {
        try (Database database = Database.open(folder); Access access = access(database)) {
            Tokens tokens = access.tokens();
            String good = tokens.first().orElseThrow().secret();
            List<String> kinds = List.of(good, good.substring(0, 59) + (good.endsWith("A") ? "B" : "A"),
                    good.replaceFirst("_.{10}_", "_0000000000_"), "x", good.replace('_', '.'));
            double best = Double.MAX_VALUE;
            for (int round = 0; round < 20 && best > 3; round++) {
                List<Long> medians = medians(tokens, kinds);
                best = Math.min(best, (double) medians.stream().max(Long::compare).get()
                        / medians.stream().min(Long::compare).get());
            }
            assertTrue(best <= 3, "slowest to fastest " + best);
        }
    }

    private static List<Long> medians(Tokens tokens, List<String> kinds) {
        int times = 4_001;
        long[][] took = new long[kinds.size()][times];
        for (int i = 0; i < times; i++) {
            for (int kind = 0; kind < kinds.size(); kind++) {
                long start = System.nanoTime();
                tokens.authenticate(kinds.get(kind), FROM);
                took[kind][i] = System.nanoTime() - start;
            }
        }
        List<Long> out = new ArrayList<>();
        for (long[] one : took) {
            Arrays.sort(one);
            out.add(Math.max(1, one[times / 2]));
        }
        return out;
    }

    @Test
    void noSecretIsInTheStateFolderOrInATextOfAnObject() throws IOException {
        List<String> secrets = new ArrayList<>();
        try (Database database = Database.open(folder); Access access = access(database)) {
            Tokens.Fresh first = access.tokens().first().orElseThrow();
            Tokens.Fresh other = access.tokens().create("other", Role.VIEWER, Optional.empty(), admin(first));
            access.tokens().authenticate(other.secret(), FROM);
            access.tokens().revoke(other.token().id(), admin(first));
            for (Tokens.Fresh fresh : List.of(first, other, access.tokens().recover())) {
                secrets.add(fresh.secret().substring(17));
                assertFalse(fresh.toString().contains(fresh.secret().substring(17)));
                assertFalse(Secret.parse(fresh.secret()).orElseThrow().toString().contains(
                        fresh.secret().substring(17)));
            }
            assertNowhere(secrets);
        }
        assertNowhere(secrets);
    }

    private void assertNowhere(List<String> secrets) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                secrets.forEach(secret -> assertFalse(bytes.contains(secret), file.toString()));
            }
        }
    }
}
