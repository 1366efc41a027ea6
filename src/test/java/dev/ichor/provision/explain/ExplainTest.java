package dev.ichor.provision.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.provision.explain.Verdict.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file of {@code explain/} is a transcript: settings and the expected findings above a line of dashes, exchanges
 * below it ({@code +seconds kind [outcome] name=value … | summary}).
 */
class ExplainTest {
    private static final Path FOLDER = Path.of("src/test/resources/explain");
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Keys KEYS = Keys.of(new Mac(0x525400000001L));

    private record Transcript(Situation situation, List<String> expected, List<Exchange> exchanges) {
    }

    @TestFactory
    Stream<DynamicTest> everyTranscriptGetsItsVerdict() throws IOException {
        return transcripts().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            Transcript transcript = read(file);
            Explanation explanation = Explain.of(transcript.exchanges(), transcript.situation());
            List<String> found = explanation.verdicts().stream()
                    .map(v -> v.code().label() + " " + v.evidence().stream().map(String::valueOf)
                            .collect(Collectors.joining(","))).map(String::trim).toList();
            assertEquals(transcript.expected(), found, () -> "in " + file + ": " + explanation.verdicts());
            explanation.verdicts().forEach(ExplainTest::isReadable);
        }));
    }

    @Test
    void everyVerdictHasATranscript() throws IOException {
        Set<String> shown = transcripts().flatMap(file -> read(file).expected().stream())
                .map(line -> line.split(" ")[0]).collect(Collectors.toSet());
        Set<String> all = EnumSet.allOf(Code.class).stream()
                .filter(code -> !InstallNotesTest.CODES.contains(code)).map(Code::label).collect(Collectors.toSet());
        assertEquals(all, shown);
    }

    @Test
    void healthyBootsHaveNoProblem() throws IOException {
        List<Path> healthy = transcripts().filter(f -> f.getFileName().toString().startsWith("well-")).toList();
        assertTrue(healthy.size() >= 3);
        for (Path file : healthy) {
            Transcript transcript = read(file);
            assertEquals(List.of(), Explain.of(transcript.exchanges(), transcript.situation()).problems());
        }
    }

    /** A recorder that lost or reordered lines must not make the explanation fail. */
    @Test
    void anySubsetInAnyOrderIsExplained() throws IOException {
        long seed = Long.getLong("ichor.fuzz.seed", 20260301L);
        System.out.println("explain fuzz seed " + seed);
        Random random = new Random(seed);
        List<Exchange> pool = new ArrayList<>();
        transcripts().forEach(file -> pool.addAll(read(file).exchanges()));
        for (int i = 0; i < 20_000; i++) {
            List<Exchange> some = new ArrayList<>();
            for (int n = random.nextInt(12); n > 0; n--) {
                some.add(pool.get(random.nextInt(pool.size())));
            }
            Situation situation = new Situation(START.plusSeconds(random.nextInt(4000)), random.nextBoolean(), "", false,
                    "", List.of());
            Explanation explanation = Explain.of(some, situation);
            assertFalse(explanation.verdicts().isEmpty());
            assertEquals(some.size(), explanation.timeline().size());
            Collections.shuffle(some, random);
            assertTrue(explanation.verdicts().stream().flatMap(v -> v.evidence().stream())
                    .allMatch(line -> line >= 1 && line <= some.size()));
        }
    }

    @Test
    void controlCharactersFromTheWireDoNotReachTheTerminal() {
        Exchange exchange = new Exchange(START, KEYS, Kind.TFTP_TRANSFER, Outcome.REFUSED, "a\u001b[2Jb\r\n",
                Map.of("file", "x\u0007y"));
        assertEquals("a.[2Jb..", exchange.summary());
        assertEquals("x.y", exchange.detail("file"));
    }

    private static void isReadable(Verdict verdict) {
        assertTrue(verdict.text().endsWith(".") || verdict.code() == Code.AGENT_FAILED, verdict.text());
        assertFalse(verdict.text().contains(".."), verdict.text());
        assertEquals(verdict.code().weight() == Verdict.Weight.PROBLEM && verdict.mend().isEmpty(), false);
    }

    private static Stream<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    private static Transcript read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        int dashes = lines.indexOf("---");
        Map<String, String> head = new HashMap<>();
        List<String> expected = new ArrayList<>();
        for (String line : lines.subList(0, dashes)) {
            String[] parts = line.split(": *", 2);
            if (parts[0].equals("expect")) {
                expected.add(parts[1]);
            } else {
                head.put(parts[0], parts[1]);
            }
        }
        Situation situation = new Situation(at(head.get("now")), head.get("mode").equals("proxy"),
                head.getOrDefault("stage", ""), head.containsKey("person"), head.getOrDefault("reason", ""),
                Optional.ofNullable(head.get("foreign")).map(List::of).orElse(List.of()));
        return new Transcript(situation, expected,
                lines.subList(dashes + 1, lines.size()).stream().map(ExplainTest::exchange).toList());
    }

    private static Instant at(String offset) {
        return START.plus(Duration.ofMillis(Math.round(Double.parseDouble(offset) * 1000)));
    }

    private static Exchange exchange(String line) {
        String[] halves = line.split(" \\| ", 2);
        String[] words = halves[0].trim().split(" +");
        Outcome outcome = Outcome.OK;
        Map<String, String> details = new HashMap<>();
        for (int i = 2; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 0) {
                outcome = Outcome.valueOf(words[i].toUpperCase(java.util.Locale.ROOT));
            } else {
                details.put(words[i].substring(0, equals), words[i].substring(equals + 1).replace('_', ' '));
            }
        }
        try {
            return new Exchange(at(words[0].substring(1)), KEYS, Kind.parse(words[1]), outcome,
                    halves.length > 1 ? halves[1] : words[1], details);
        } catch (dev.ichor.base.Malformed e) {
            throw new IllegalArgumentException(line, e);
        }
    }
}
