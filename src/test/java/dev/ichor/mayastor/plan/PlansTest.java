package dev.ichor.mayastor.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.PoolNames;
import dev.ichor.mayastor.SiteChanges;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.WhatIf;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The plan of good hardware. */
@Timeout(30)
class PlansTest {
    @Test
    void threeGoodNodesArePlannedWithoutAWord() {
        HandoffPlan plan = Sites.plan();
        assertEquals(List.of(), plan.findings());
        assertFalse(plan.isRefused());
        assertEquals(List.of("worker-1", "worker-2", "worker-3"), plan.nodes().stream()
                .map(HandoffPlan.StorageNode::name).toList());
        assertEquals("openebs/openebs 4.5.1", plan.chart().toString());
        assertEquals("production", plan.quorum().verdict());
        assertEquals(3, plan.replicas());
        assertEquals(List.of(1, 2), plan.engine().cores());
        assertEquals(1024, plan.engine().hugepages());
        assertEquals(6 * 1_920_000_000_000L, plan.capacity().raw());
        assertEquals(100, plan.capacity().skew());
        assertEquals(plan.capacity().raw() - plan.capacity().overhead(),
                plan.capacity().usable() * 3 + plan.capacity().stranded());
        assertTrue(plan.costs().isEmpty());
    }

    @Test
    void eachPoolDiskGetsOnePoolByItsSerialAndNamespace() {
        List<Pool> pools = Sites.plan().pools();
        assertEquals(6, pools.size());
        Pool pool = pools.stream().filter(one -> one.serial().equals(Sites.poolSerial(2, 1))).findFirst().orElseThrow();
        assertEquals("/dev/disk/by-id/nvme-SAMSUNG_MZQL21T9HCJR-00A07_S64GPOOL021_1", pool.link());
        assertEquals("worker-2", pool.node());
        assertTrue(PoolNames.isOf(pool.name(), "worker-2"), pool.name());
        assertEquals("", pool.clusterSize());
        assertEquals("1x", pool.maxExpansion());
        assertFalse(pool.kept());
        assertEquals(Map.of("rack", "r2", "switch", "leaf-2", "tier", "nvme", "zone", "z2"), pool.topology());
    }

    @Test
    void aFourthNodeChangesThePlanAsItWasPredicted() {
        for (int nodes = 1; nodes < 6; nodes++) {
            HandoffPlan before = Sites.plan(nodes);
            WhatIf more = before.growth().orElseThrow();
            HandoffPlan after = Sites.plan(nodes + 1);
            assertEquals(after.capacity().raw(), more.raw());
            assertEquals(after.capacity().usable(), more.usable());
            assertEquals(after.domains().count(), more.replicas());
        }
        assertEquals("one more node like worker-1", Sites.plan().growth().orElseThrow().what());
        assertEquals("good", Sites.plan(4).quorum().verdict());
    }

    @Test
    void aLossLeavesWhatAPlanWithoutItGives() {
        HandoffPlan plan = Sites.plan(4);
        HandoffPlan less = Plans.of(Sites.withoutNode(Sites.nodes(4), "worker-1"));
        WhatIf node = plan.losses().stream().filter(loss -> loss.what().equals("node worker-1 is lost")).findFirst()
                .orElseThrow();
        assertEquals(less.capacity().raw(), node.raw());
        assertEquals(less.capacity().usable(), node.usable());
        assertEquals(List.of("disk worker-1/S64GPOOL010 is lost", "node worker-1 is lost", "zone z1 is lost",
                "rack r1 is lost", "switch leaf-1 is lost"), plan.losses().stream().map(WhatIf::what).toList());
        assertEquals(2, plan.losses().getLast().replicas(), "leaf-1 carries worker-1 and worker-4");
    }

    @Test
    void aSwitchThatCarriesAllStorageIsToldToTakeAllVolumes() {
        Site site = Sites.three();
        for (int i = 1; i <= 3; i++) {
            site = SiteChanges.withSwitch(site, "worker-" + i, "leaf-9");
        }
        HandoffPlan plan = Plans.of(site);
        assertFalse(plan.isRefused());
        WhatIf loss = plan.losses().getLast();
        assertEquals("switch leaf-9 is lost", loss.what());
        assertEquals(0, loss.usable());
        assertTrue(loss.text().contains("stop until it is back"), loss.text());
        HandoffPlan asked = Plans.of(Sites.withDomain(site, Handoff.Domain.SWITCH));
        assertTrue(asked.isRefused());
        assertEquals(1, asked.domains().count());
    }

    @Test
    void theOrderOfNodesChangesNothing() {
        Site site = Sites.nodes(5);
        HandoffPlan plan = Plans.of(site);
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            List<SiteNode> nodes = new ArrayList<>(site.nodes());
            Collections.shuffle(nodes, random);
            assertEquals(plan, Plans.of(Sites.withNodes(site, nodes)));
        }
    }
}
