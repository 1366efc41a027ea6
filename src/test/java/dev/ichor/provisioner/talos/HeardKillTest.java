package dev.ichor.provisioner.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Killed;
import dev.ichor.provisioner.Metal;
import dev.ichor.store.Rows;
import dev.ichor.talos.events.NodeEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that hears a node is killed again and again; each event that it answered is there, once. */
class HeardKillTest {
    private static final int KILLS = 3;
    private static final Ipv4 NODE = new Ipv4(0x0A000042);

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void killedAtAnyMomentNoAnsweredEventIsLostOrCountedTwice() throws Exception {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("HeardKillTest seed " + seed);
        Random random = new Random(seed);
        List<String> answered = new ArrayList<>();
        for (int round = 0; round < KILLS; round++) {
            answered.addAll(Killed.after(Victim.class, folder, round, 5, random.nextInt(200)).lines()
                    .filter(line -> line.endsWith(";")).toList());
        }
        assertFalse(answered.isEmpty());
        try (Bench bench = bench(folder)) {
            List<String> kept = bench.database.reading(connection -> Rows.list(connection,
                    "SELECT event FROM node_lines ORDER BY number", row -> row.getString(1)));
            assertEquals(Set.copyOf(kept).size(), kept.size());
            assertTrue(Set.copyOf(kept).containsAll(answered), "lost " + answered.stream()
                    .filter(event -> !kept.contains(event)).toList());
        }
    }

    private static Bench bench(Path folder) {
        Bench bench = new Bench(folder, 8080, Set.of(Arch.X86_64));
        Metal metal = Metal.blank(1);
        bench.kit.neighbours.put(NODE, metal.box.macs().getFirst());
        return bench;
    }

    /** Hears events, each of them twice, and prints the id of each that was answered. */
    static final class Victim {
        private Victim() {
        }

        public static void main(String[] args) {
            try (Bench bench = bench(Path.of(args[0]))) {
                Metal.blank(1).boot(bench);
                for (int i = 0; i < 1_000; i++) {
                    for (int again = 0; again < 2; again++) {
                        bench.provisioner.talos().reports().event(NODE, args[1] + "-" + i + ";",
                                new NodeEvent.Task("t" + i, NodeEvent.Action.START));
                    }
                    System.out.println(args[1] + "-" + i + ";");
                    System.out.flush();
                }
            }
        }
    }
}
