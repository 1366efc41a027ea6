package dev.ichor.mayastor.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lines of a change that people are shown. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LineDiffTest {
    @Test
    void linesAreFewAndShort() {
        StringBuilder long1 = new StringBuilder();
        StringBuilder long2 = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            long1.append("a").append(i).append('\n');
            long2.append("b").append(i).append("x".repeat(300)).append('\n');
        }
        List<Change> all = Changes.between(Map.of("x", long1.toString()), Map.of("x", long2.toString()));
        assertEquals(1, all.size(), all.toString());
        Change change = all.getFirst();
        assertEquals(LineDiff.MOST + 2, change.lines().size());
        assertEquals("- … 2960 more lines", change.lines().get(LineDiff.MOST));
        assertEquals("+ … 3000 more lines", change.lines().get(LineDiff.MOST + 1));
        assertTrue(change.lines().stream().allMatch(line -> line.length() < 250));
    }

    /** The lines, applied to the old text, give the new one; lines that are in both are not among them needlessly. */
    @Test
    void theLinesAreTheDifference() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<String> old = words(random);
            List<String> now = new ArrayList<>(old);
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(now.size() + 1);
                if (random.nextBoolean() || at == now.size()) {
                    now.add(at, "new" + random.nextInt(3));
                } else {
                    now.remove(at);
                }
            }
            List<String> lines = LineDiff.of(text(old), text(now));
            List<String> heap = new ArrayList<>(old);
            lines.stream().filter(line -> line.startsWith("-")).forEach(line ->
                    assertTrue(heap.remove(line.substring(1)), line));
            lines.stream().filter(line -> line.startsWith("+")).forEach(line -> heap.add(line.substring(1)));
            assertEquals(now.stream().sorted().toList(), heap.stream().sorted().toList());
            assertTrue(lines.size() <= 3, lines + " of " + old + " to " + now);
            assertEquals(old.equals(now), lines.isEmpty());
        }
    }

    private static List<String> words(Random random) {
        List<String> out = new ArrayList<>();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            out.add("w" + random.nextInt(4));
        }
        return out;
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
