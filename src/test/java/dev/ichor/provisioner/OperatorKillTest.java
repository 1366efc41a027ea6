package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk.State;
import dev.ichor.provisioner.Arming.Past;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.store.Rows;
import dev.ichor.yaml.inventory.InventoryFile;
import dev.ichor.yaml.inventory.InventoryWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that arms, hears receipts and applies files is killed again and again; what it answered is there. */
class OperatorKillTest {
    private static final int KILLS = 12;
    private static final int NODES = 7;

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void killedAtAnyMomentNoAnswerIsLostAndNothingIsHalfApplied() throws Exception {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("OperatorKillTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < KILLS; round++) {
            Map<String, String> answered = victim(round, random.nextInt(150));
            try (Bench bench = new Bench(folder)) {
                answered.forEach((what, state) -> check(bench, what, state));
                // All or nothing: every apply declares or deletes the same few nodes together.
                long nodes = bench.provisioner.declarations().world().nodes().stream()
                        .filter(node -> node.name().startsWith("n-")).count();
                assertTrue(nodes == 0 || nodes == NODES, "nodes " + nodes);
                assertEquals(List.of("ok"), bench.database.reading(c -> Rows.list(c, "PRAGMA integrity_check",
                        row -> row.getString(1))));
                assertEquals(List.of(), bench.database.reading(c -> Rows.list(c, "SELECT id FROM machines m WHERE"
                        + " (stage = 'armed') <> EXISTS (SELECT 1 FROM arms a WHERE a.id = m.arm AND a.ended IS NULL)",
                        row -> row.getString(1))));
            }
        }
    }

    private static void check(Bench bench, String what, String state) {
        if (what.equals("files")) {
            return;
        }
        Past past = bench.provisioner.arming().arms(Optional.empty(), false, Instant.parse("2100-01-01T00:00:00Z"),
                1000).stream().filter(one -> one.arm().id().equals(what)).findFirst().orElseThrow();
        State kept = past.arm().disks().getFirst().state();
        switch (state) {
            case "armed" -> assertTrue(past.end().isEmpty() || kept != State.UNTOUCHED, state);
            case "started" -> assertTrue(kept == State.STARTED || kept == State.ERASED, state + " " + kept);
            case "erased" -> assertEquals(State.ERASED, kept);
            default -> assertEquals("DISARMED", past.end());
        }
    }

    /** What the process answered before it was killed: the last word about each arm. */
    private Map<String, String> victim(int round, int millis) throws Exception {
        Map<String, String> answered = new HashMap<>();
        for (String line : Killed.after(Victim.class, folder, round, 20, millis).split("(?<=\n)")) {
            String[] words = line.split(" ");
            if (line.endsWith("\n") && words.length == 2) {
                answered.put(words[0], words[1].strip());
            }
        }
        assertTrue(!answered.isEmpty());
        return answered;
    }

    /** Arms, hears and applies, and prints each answer. */
    static final class Victim {
        private Victim() {
        }

        public static void main(String[] args) {
            int round = Integer.parseInt(args[1]);
            try (Bench bench = new Bench(Path.of(args[0]))) {
                for (int i = 0; i < 1_000; i++) {
                    arm(bench, 1 + round * 1_000 + i);
                    apply(bench, i % 2 == 0 ? NODES : 0);
                }
            }
        }

        private static void arm(Bench bench, int number) {
            Metal metal = new Metal(number, Metal.disk("d" + number, 960, Metal.ext4()));
            Agent agent = metal.boot(bench);
            MachineId id = metal.id(bench);
            Arming arming = bench.provisioner.arming();
            Arm arm = ArmingTest.value(arming.arm(id, new Wish(Arm.Purpose.WIPE, List.of("d" + number),
                    metal.view(bench).machine().evidence().fingerprint(), Duration.ofMinutes(30),
                    List.of("d" + number)), Bench.ANN));
            say(arm, "armed");
            if (bench.provisioner.receipt(agent, new Receipt(arm.id(), 0, State.STARTED, 0, ""))) {
                say(arm, "started");
            }
            if (bench.provisioner.receipt(agent, new Receipt(arm.id(), 0, State.ERASED, 100, ""))) {
                say(arm, "erased");
            }
            ArmingTest.value(arming.disarm(id, Bench.ANN));
            say(arm, "disarmed");
        }

        private static void apply(Bench bench, int nodes) {
            List<InventoryFile> files = new ArrayList<>();
            files.add(new InventoryFile("c.yaml", InventoryWriter.yaml(Metal.cluster(5))));
            for (int i = 0; i < nodes; i++) {
                files.add(new InventoryFile("n-" + i + ".yaml", InventoryWriter.yaml(Metal.node("n-" + i))));
            }
            ArmingTest.value(bench.provisioner.declarations().apply(files, true, Bench.ANN));
            System.out.println("files " + nodes);
            System.out.flush();
        }

        private static void say(Arm arm, String what) {
            System.out.println(arm.id() + " " + what);
            System.out.flush();
        }
    }
}
