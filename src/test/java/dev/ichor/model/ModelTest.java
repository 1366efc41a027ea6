package dev.ichor.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random histories of a small rack, with the appliance's own rules and a truth that they do not see: boots,
 * fingerprints with disks renumbered, swapped, cloned and gone, data that appears, roles, arms of people and policies,
 * power cuts, lost answers, replays and clocks that jump. Not one disk with data may be overwritten that nobody gave
 * up.
 *
 * <p>One thing is left out because nobody can see it: data that somebody stores on an armed disk after the last look
 * and before the installer's first byte, while the machine restarts ({@link World#isLookedAt}).
 */
class ModelTest {
    private static final int SEQUENCES = Integer.getInteger("ichor.model.sequences", 100_000);
    private static final int STEPS = 30;
    private static final long SEED = Long.getLong("ichor.model.seed", 20261122L);

    @Test
    @Timeout(1200)
    void noDiskIsOverwrittenThatNobodyGaveUpAndNoAddressIsGivenTwice() {
        Ledger.Counts counts = new Ledger.Counts();
        for (int i = 0; i < SEQUENCES; i++) {
            run(SEED + i, counts);
        }
        System.out.println(counts);
        assertTrue(counts.wipes > SEQUENCES / 20, () -> "too few wipes: " + counts);
        assertTrue(counts.installs > SEQUENCES / 20, () -> "too few installations: " + counts);
        assertTrue(counts.retries > SEQUENCES / 200, () -> "too few retries: " + counts);
        assertTrue(counts.refusedTickets > SEQUENCES / 50, () -> "too few refused tickets: " + counts);
        assertTrue(counts.voided > SEQUENCES / 20, () -> "too few voids: " + counts);
        assertTrue(counts.expired > SEQUENCES / 50, () -> "too few expiries: " + counts);
        assertTrue(counts.spent > SEQUENCES / 100, () -> "too few spent wipes: " + counts);
        assertTrue(counts.refusedDisks > SEQUENCES / 200, () -> "too few refused disks: " + counts);
        assertTrue(counts.policyArms > SEQUENCES / 20, () -> "too few arms by policy: " + counts);
        assertTrue(counts.held > SEQUENCES / 100, () -> "too few held machines: " + counts);
    }

    private static void run(long seed, Ledger.Counts counts) {
        try {
            run(new World(seed, counts, Optional.empty()));
        } catch (AssertionError e) {
            List<String> story = new ArrayList<>();
            AssertionError again = assertThrows(AssertionError.class,
                    () -> run(new World(seed, new Ledger.Counts(), Optional.of(story))), e::toString);
            throw new AssertionError(again.getMessage() + "\nhistory " + seed + " (-Dichor.model.seed=" + seed
                    + " -Dichor.model.sequences=1):\n" + String.join("\n", story), e);
        }
    }

    private static void run(World world) {
        for (int step = 0; step < STEPS; step++) {
            world.step();
        }
    }
}
