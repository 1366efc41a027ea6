package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.provisioner.Bench.Box;
import dev.ichor.store.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A process that takes fingerprints is killed again and again; what it acknowledged is there, and nothing else is. */
@Execution(ExecutionMode.CONCURRENT)
class KillTest {
    private static final int KILLS = 50;

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void killedAtAnyMomentNoAcknowledgedFingerprintIsLost() throws Exception {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("KillTest seed " + seed);
        Random random = new Random(seed);
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < KILLS; round++) {
            acknowledged.addAll(victim(round, random.nextInt(120)));
        }
        assertTrue(acknowledged.size() >= KILLS, "acknowledged " + acknowledged.size());
        try (Bench bench = new Bench(folder)) {
            for (String hash : acknowledged) {
                byte[] raw = bench.provisioner.machines().raw(new Sha256(hash)).orElseThrow();
                assertEquals(hash, Sha256.of(raw).hex());
            }
            Set<String> stored = Set.copyOf(bench.database.reading(connection -> Rows.list(connection,
                    "SELECT hash FROM fingerprints", row -> row.getString(1))));
            assertTrue(stored.containsAll(acknowledged));
            assertEquals(stored.size(), bench.provisioner.machines().count(Machines.Query.ALL));
            assertEquals(List.of("ok"), bench.database.reading(connection -> Rows.list(connection,
                    "PRAGMA integrity_check", row -> row.getString(1))));
            try (Stream<Path> files = Files.list(folder.resolve("fingerprints"))) {
                assertEquals(stored.size(), files.filter(Files::isRegularFile).count());
            }
        }
    }

    /** Kills the process some time after its first acknowledgement; returns what it acknowledged. */
    private List<String> victim(int round, int millis) throws Exception {
        return Killed.after(Victim.class, folder, round, 65, millis).lines()
                .filter(line -> line.length() == 64).toList();
    }

    /** Takes fingerprints of ever new machines and prints the hash of each that was acknowledged. */
    static final class Victim {
        private Victim() {
        }

        public static void main(String[] args) {
            int round = Integer.parseInt(args[1]);
            try (Bench bench = new Bench(Path.of(args[0]))) {
                for (int i = 0; i < 10_000; i++) {
                    Box box = Box.of("", round + "-" + i, String.format("52:54:%02x:00:%02x:%02x", round, i / 256,
                            i % 256));
                    Agent agent = bench.discover(box);
                    System.out.println(Sha256.of(Bench.archive(box, agent.boot())));
                    System.out.flush();
                }
            }
        }
    }
}
