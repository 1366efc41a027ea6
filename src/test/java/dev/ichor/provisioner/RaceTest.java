package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.arm.Arm;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.store.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixteen threads that want the same things at once: no address has two nodes, no machine two arms, no node two
 * machines.
 */
@Timeout(240)
class RaceTest {
    private static final int THREADS = 16;
    private static final int MACHINES = 24;
    private static final int ROUNDS = 12;

    @TempDir
    Path folder;

    @Test
    void nothingIsGivenTwice() throws Exception {
        long seed = Long.getLong("ichor.fuzz.seed", 11);
        try (Bench bench = new Bench(folder); ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            // Fewer addresses than machines, so that they run out in the middle of it.
            Metal.declare(bench, Metal.cluster(MACHINES - 4), Metal.policy(true), Metal.node("w1"), Metal.node("w2"));
            CountDownLatch go = new CountDownLatch(1);
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(seed + thread);
                done.add(threads.submit(() -> {
                    go.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        act(bench, random);
                        check(bench);
                    }
                    return null;
                }));
            }
            go.countDown();
            for (Future<?> one : done) {
                one.get();
            }
            check(bench);
            List<String> given = list(bench, "SELECT address FROM addresses_given WHERE what = 'GIVEN'");
            assertTrue(given.size() > 4, "addresses were given: " + given.size());
            assertEquals(given.size(), new HashSet<>(given).size(), "none was given twice while others were left");
        }
    }

    private static void act(Bench bench, Random random) {
        Metal metal = Metal.blank(1 + random.nextInt(MACHINES));
        Arming arming = bench.provisioner.arming();
        var known = bench.provisioner.machines().find(metal.box.serial());
        if (known.isEmpty()) {
            boot(bench, metal);
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> boot(bench, metal);
            case 1 -> arming.assign(known.get().id(), random.nextBoolean() ? "w1" : "w2", Bench.ANN);
            case 2 -> arming.arm(known.get().id(), new Wish(Arm.Purpose.WIPE, List.of("pool" + metal.box.serial()
                            .substring(1)), known.get().machine().evidence().fingerprint(), Duration.ofMinutes(5),
                            List.of()), Bench.ANN);
            case 3 -> arming.disarm(known.get().id(), Bench.ANN);
            case 4 -> arming.unassign(known.get().id(), Bench.ANN);
            default -> bench.provisioner.machines().order(known.get().id(), Machines.Order.READ, Bench.ANN);
        }
    }

    /** A boot may be overtaken by one that another thread began later. */
    private static void boot(Bench bench, Metal metal) {
        try {
            metal.boot(bench);
        } catch (IllegalStateException overtaken) {
            assertTrue(overtaken.getMessage().startsWith("Over["), overtaken.getMessage());
        }
    }

    private static void check(Bench bench) {
        for (String twice : List.of("SELECT address FROM addresses GROUP BY address HAVING count(*) > 1",
                "SELECT node FROM machines WHERE node <> '' GROUP BY node HAVING count(*) > 1",
                "SELECT machine FROM arms WHERE ended IS NULL GROUP BY machine HAVING count(*) > 1",
                // A machine knows exactly the arm that lives, and whoever knows one is armed.
                "SELECT id FROM machines m WHERE (stage = 'armed') <> EXISTS (SELECT 1 FROM arms a WHERE a.id = m.arm"
                        + " AND a.machine = m.id AND a.ended IS NULL)",
                "SELECT id FROM machines m WHERE node <> '' AND cluster <> '' AND NOT EXISTS (SELECT 1 FROM addresses"
                        + " a WHERE a.node = m.node)")) {
            assertEquals(List.of(), list(bench, twice), twice);
        }
    }

    private static List<String> list(Bench bench, String sql) {
        return bench.database.reading(connection -> Rows.list(connection, sql, row -> row.getString(1)));
    }
}
