package dev.ichor.mayastor.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff.Prices;
import dev.ichor.mayastor.plan.HandoffPlan.Costs;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What volumes may have, what pools take for themselves, what it costs. */
@Timeout(30)
class CapacitiesTest {
    private static long usable(int replicas, long... domains) {
        return Capacities.usable(Arrays.stream(domains).boxed().toList(), replicas);
    }

    @Test
    void replicasInDifferentDomainsFitExactlySoMuch() {
        assertEquals(10, usable(3, 10, 10, 10));
        assertEquals(13, usable(3, 10, 10, 10, 10));
        assertEquals(4, usable(3, 10, 10, 4), "the third replica has no other place");
        assertEquals(4, usable(3, 100, 10, 4));
        assertEquals(7, usable(3, 100, 10, 4, 3), "the two small ones together are the third place");
        assertEquals(14, usable(2, 100, 10, 4));
        assertEquals(13, usable(2, 12, 10, 4));
        assertEquals(114, usable(1, 100, 10, 4));
        assertEquals(0, usable(3, 10, 10));
        assertEquals(0, usable(1));
        assertEquals(0, usable(2, 10, 0));
        assertEquals(1L << 60, usable(3, 1L << 60, 1L << 60, 1L << 60));
    }

    /** Bytes are placed one by one, each replica where most is free, which never places fewer than another order. */
    @Test
    void placingByteByByteGivesTheSame() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            List<Long> domains = new ArrayList<>();
            for (int n = random.nextInt(7); n >= 0; n--) {
                domains.add((long) random.nextInt(random.nextBoolean() ? 6 : 60));
            }
            int replicas = 1 + random.nextInt(5);
            assertEquals(placed(domains, replicas), Capacities.usable(domains, replicas), domains + " " + replicas);
        }
    }

    private static long placed(List<Long> domains, int replicas) {
        List<Long> free = new ArrayList<>(domains);
        for (long bytes = 0; ; bytes++) {
            free.sort(Comparator.reverseOrder());
            if (free.size() < replicas || free.get(replicas - 1) == 0) {
                return bytes;
            }
            for (int k = 0; k < replicas; k++) {
                free.set(k, free.get(k) - 1);
            }
        }
    }

    private static Pool pool(long bytes, String cluster, String expansion) {
        return new Pool("p", "n", "s", "w", "m", "l", bytes, cluster, expansion, false, Map.of());
    }

    @Test
    void aPoolTakesAPageForEachClusterAndTheBrokenEnd() {
        assertEquals(8L << 20, PoolSizes.overhead(pool(4L << 30, "", "1x")), "1024 pages, masks, superblock");
        assertEquals((8L << 20) + 5, PoolSizes.overhead(pool((4L << 30) + 5, "", "")));
        assertTrue(PoolSizes.overhead(pool(4L << 40, "16MiB", "1x")) < PoolSizes.overhead(pool(4L << 40, "", "1x")));
        assertTrue(PoolSizes.overhead(pool(4L << 40, "", "4x")) > 3 * PoolSizes.overhead(pool(4L << 40, "", "1x")));
        assertEquals(100, PoolSizes.overhead(pool(100, "", "1x")), "never more than there is");
    }

    @Test
    void moneyIsAddedUpExactly() {
        Prices prices = new Prices("EUR", new BigDecimal("5200.10"), new BigDecimal("0.01"));
        Costs costs = CostSheet.of(prices, 3, 3L << 39, 1L << 40);
        assertEquals(new Costs("EUR", new BigDecimal("15600.30"), new BigDecimal("0.02"), new BigDecimal("15600.32"),
                Optional.of(new BigDecimal("15600.32"))), costs);
        assertEquals(Optional.empty(), CostSheet.of(prices, 0, 0, 0).perUsableTib());
        assertEquals(new BigDecimal("0.00"), CostSheet.of(prices, 0, 0, 0).total());
        Prices free = new Prices("EUR", BigDecimal.ZERO, BigDecimal.ZERO);
        assertEquals(Optional.of(new BigDecimal("0.00")), CostSheet.of(free, 9, 9, 9).perUsableTib());
        assertEquals("0.33", CostSheet.of(new Prices("EUR", BigDecimal.ONE, BigDecimal.ZERO), 1, 9L << 40, 3L << 40)
                .perUsableTib().orElseThrow().toString());
    }

    @Test
    void verdictsOfTheNumberOfNodes() {
        List<String> verdicts = List.of("none", "development", "not-recommended", "production", "good", "good");
        for (int nodes = 0; nodes < verdicts.size(); nodes++) {
            assertEquals(verdicts.get(nodes), Quorums.of(nodes).verdict());
            assertEquals(nodes, Quorums.of(nodes).nodes());
        }
    }
}
