package dev.ichor.provisioner.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** What opens the admin plane, and what does not. */
@Timeout(60)
class TokenSecretsTest {
    private static final String FROM = "192.0.2.7";

    @TempDir
    Path folder;

    private static Access access(Database database) {
        return new Access(database, () -> Instant.parse("2026-03-01T08:00:20Z"), new Random(7), WebhookPace.DEFAULT);
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
            Tokens.Fresh other = access.tokens().create("other", Role.VIEWER, Optional.empty(), Caller.APPLIANCE);
            access.tokens().authenticate(other.secret(), FROM);
            access.tokens().revoke(other.token().id(), Caller.APPLIANCE);
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
