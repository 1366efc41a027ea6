package dev.ichor.mayastor.gate;

import static dev.ichor.mayastor.gate.Gate.State.GREEN;
import static dev.ichor.mayastor.gate.Gate.State.RED;
import static dev.ichor.mayastor.gate.Gate.State.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.Plans;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Served;
import dev.ichor.talos.node.Parts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gates of the plan, the nodes and what they were configured with. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NodeGatesTest {
    private static final Site GOOD = Sites.three();
    private static final HandoffPlan PLAN = PlainPlans.of(GOOD);
    private static final Instant INSTALLED = Sites.NOW.minusSeconds(3600);

    private static Site worse(String name) {
        return Worse.all().get(name).at(GOOD, "worker-2");
    }

    private static Site measured(String kind, boolean good, Instant at) {
        return Worse.proven(GOOD, kind, "worker-2", good, at);
    }

    @Test
    void plan() {
        new GateTable("plan").is(GREEN, "openebs/openebs 4.5.1, 3 storage nodes, 6 pools, 3 replicas", GOOD)
                .is(GREEN, "to know: the disk is slow", GOOD, PlainPlans.with(PLAN,
                        Finding.warning("worker-1", "the disk is slow", "")))
                .is(RED, "worker-1/SER: the disk vanished", GOOD, PlainPlans.with(PLAN,
                        Finding.error("worker-1/SER", "the disk vanished", "Plug it in")))
                .is(RED, "no node of the cluster has a pool", GOOD, PlainPlans.with(PLAN, List.of()))
                .covers(GREEN, RED);
    }

    @Test
    void nodesInstalled() {
        Site lost = Sites.withoutMachine(GOOD, "control-1");
        new GateTable("nodes-installed").is(GREEN, "installed 2026-03-02T09:00:00Z, heard", GOOD)
                .is(RED, "worker-2: no machine is this node yet", worse("no machine"))
                .mends("ichor machines assign MACHINE worker-2", worse("no machine"))
                .is(RED, "is installing, not installed; 5 others are well", worse("stage installing"))
                .is(RED, "is armed, not installed", worse("stage armed"))
                .is(RED, "nobody knows since when", worse("never installed"))
                .is(RED, "cannot go on: It is stuck.", worse("obstacle"))
                .is(RED, "more than one machine is this node", worse("two machines"))
                .is(UNKNOWN, "it said nothing since", worse("silent"))
                .is(UNKNOWN, "it said nothing since", worse("silent for long"))
                .is(UNKNOWN, "the last that was heard of it is of 2026-02-", Worse.heard(Worse.installed(GOOD,
                        "worker-2", Optional.of(Sites.NOW.minus(Duration.ofDays(20)))), "worker-2",
                        Optional.of(Sites.NOW.minus(Duration.ofDays(3)))))
                .is(GREEN, "heard 2026-03-02T09:59", Worse.proven(worse("silent"), "ready", "worker-2", true,
                        Sites.NOW.minusSeconds(30)))
                .is(UNKNOWN, "it said nothing since", Worse.proven(worse("silent"), "ready", "worker-2", true,
                        INSTALLED.minusSeconds(1)))
                .is(RED, "but not ready: it is not as it should be", measured("ready", false, Sites.NOW))
                .is(GREEN, "installed", measured("ready", false, INSTALLED.minusSeconds(1)))
                .is(UNKNOWN, "control-1: no machine is this node yet; it stores nothing", lost)
                .is(UNKNOWN, "control-2: machine", Worse.stage(GOOD, "control-2", "assigned"))
                .is(RED, "it is not declared", Sites.withoutNode(GOOD, "worker-3"))
                .covers(GREEN, RED, UNKNOWN);
    }

    @Test
    void hardware() {
        new GateTable("hardware").is(GREEN, "x86-64 with SSE4.2, 16 cores, 131072 MiB", GOOD)
                .is(RED, "worker-2: its CPU has no SSE4.2", worse("no SSE4.2"))
                .is(RED, "it has 1 physical core", worse("one core"))
                .is(RED, "it has 2048 MiB of memory, the io-engine alone needs 3072 MiB", worse("little memory"))
                .is(RED, "needs 33792 MiB", Sites.withFingerprint(GOOD, "worker-1", old -> SiteParts.withMemory(old,
                        new Memory(16L << 30, List.of()))), PlainPlans.with(PLAN,
                        new HandoffPlan.Engine(List.of(1, 2), 16_384, "")))
                .is(UNKNOWN, "worker-2: its hardware was not seen; 2 others are well", worse("unseen"))
                .is(UNKNOWN, "its hardware was not seen", worse("no machine"))
                .covers(GREEN, RED, UNKNOWN);
    }

    @Test
    void cores() {
        MayastorPlan shared = new MayastorPlan(true, "", 3, 2, false, 0, false, LocalVolume.AUTO, Handoff.DEFAULT);
        new GateTable("cores").is(GREEN, "CPUs [1, 2] are isolated", GOOD)
                .is(GREEN, "isolation is not asked for", Sites.withMayastor(worse("no configuration"), shared))
                .is(RED, "it has no CPUs [1, 2]", worse("one core"))
                .is(RED, "the storage nodes have only [1] in common", GOOD, PlainPlans.with(PLAN,
                        new HandoffPlan.Engine(List.of(1), 1024, "")))
                .is(RED, "CPUs [14, 15] are isolated, not the io-engine's [1, 2]", worse("others isolated"))
                .is(UNKNOWN, "isolates no CPU, but its image may", worse("not isolated"))
                .is(UNKNOWN, "nothing tells whether they are isolated", worse("no configuration"))
                .is(UNKNOWN, "nothing tells whether they are isolated", worse("never installed"))
                .is(UNKNOWN, "nothing tells which CPUs it has", worse("CPUs untold"))
                .is(UNKNOWN, "nothing tells which CPUs it has", worse("unseen"))
                .covers(GREEN, RED, UNKNOWN);
    }

    @Test
    void hugepages() {
        new GateTable("hugepages").is(GREEN, "it reserves 1024 pages of 2 MiB, the io-engine needs 1024", GOOD)
                .is(GREEN, "not what it would get now", Sites.withServed(GOOD, "worker-2", old -> new Served(old.at(),
                        false, old.hugepages(), old.modules(), old.labels(), old.isolated(), old.storageMtu())))
                .is(RED, "worker-2: it reserves 0 pages", worse("no huge pages"))
                .is(RED, "needs 2048", GOOD, PlainPlans.with(PLAN, new HandoffPlan.Engine(List.of(1, 2), 2048, "")))
                .is(GREEN, "needs 1024", GOOD, PlainPlans.with(PLAN, new HandoffPlan.Engine(List.of(1, 2), 0, "")))
                .is(RED, "it is not as it should be", measured("hugepages", false, Sites.NOW))
                .is(GREEN, "as it should be", Worse.proven(worse("no huge pages"), "hugepages", "worker-2", true,
                        Sites.NOW))
                .is(RED, "it reserves 0 pages", Worse.proven(worse("no huge pages"), "hugepages", "worker-2", true,
                        INSTALLED.minusSeconds(1)))
                .is(RED, "it reserves 0 pages", Worse.proven(worse("no huge pages"), "hugepages", "worker-2", true,
                        Sites.NOW.plusSeconds(3_600)))
                .is(UNKNOWN, "nothing is known of its configuration", worse("no configuration"))
                .is(UNKNOWN, "it does not run from its own disk", worse("never installed"))
                .is(UNKNOWN, "no machine is this node", worse("no machine"))
                .mends("talosctl -n worker-2 patch machineconfig --patch '{\"machine\":{\"sysctls\":"
                        + "{\"vm.nr_hugepages\":\"1024\"}}}'", worse("no huge pages"))
                .mends("\"kind\":\"SysctlConfig\"", Sites.withVersions(worse("no huge pages"), "v1.14.0",
                        "v1.36.3"))
                .covers(GREEN, RED, UNKNOWN);
    }

    @Test
    void modules() {
        Site old = Sites.withVersions(worse("no modules"), "v1.10.4", "v1.33.1");
        MayastorPlan target = new MayastorPlan(true, "", 3, 2, true, 0, true, LocalVolume.AUTO, Handoff.DEFAULT);
        new GateTable("modules").is(GREEN, "it loads [nvme_tcp]", GOOD)
                .is(GREEN, "part of the kernel of Talos v1.13.9", worse("no modules"))
                .is(RED, "worker-2: it does not load [nvme_tcp]", old)
                .mends("{\"machine\":{\"kernel\":{\"modules\":[{\"name\":\"nvme_tcp\"}]}}}", old)
                .is(RED, "it does not load [nvme_tcp]", Sites.withVersions(worse("no modules"), "2.0", "v1.33.1"))
                .is(RED, "it does not load [nvmet_tcp]", Sites.withMayastor(GOOD, target))
                .is(UNKNOWN, "nothing is known of its configuration", worse("no configuration"))
                .is(UNKNOWN, "it does not run from its own disk", worse("never installed"))
                .covers(GREEN, RED, UNKNOWN);
    }

    @Test
    void label() {
        new GateTable("label").is(GREEN, "its label is openebs.io/engine=mayastor", GOOD)
                .is(RED, "worker-2: it has no label openebs.io/engine", worse("no labels"))
                .is(RED, "openebs.io/engine=other", Sites.withServed(GOOD, "worker-2", old -> new Served(old.at(),
                        true, old.hugepages(), old.modules(), Map.of("openebs.io/engine", "other"), old.isolated(),
                        old.storageMtu())))
                .is(RED, "it is not as it should be", measured("label", false, Sites.NOW))
                .is(GREEN, "as it should be", Worse.proven(worse("no labels"), "label", "worker-2", true, Sites.NOW))
                .is(UNKNOWN, "nothing is known of its configuration", worse("no configuration"))
                .mends("kubectl label node worker-2 openebs.io/engine=mayastor --overwrite", worse("no labels"))
                .covers(GREEN, RED, UNKNOWN);
    }

    @Test
    void domains() {
        HandoffPlan.Domains two = new HandoffPlan.Domains(Handoff.Domain.RACK, Map.of("r1",
                List.of("worker-1", "worker-2"), "r2", List.of("worker-3")), "");
        HandoffPlan.Domains untold = new HandoffPlan.Domains(Handoff.Domain.SWITCH, Map.of("a", List.of("worker-1"),
                "b", List.of("worker-2"), "(unknown)", List.of("worker-3")), "");
        HandoffPlan.Domains left = new HandoffPlan.Domains(Handoff.Domain.ZONE, Map.of("a", List.of("worker-1"),
                "b", List.of("worker-2"), "c", List.of("worker-9")), "");
        new GateTable("domains").is(GREEN, "3 domains (node) for 3 replicas; three nodes store", GOOD)
                .is(RED, "2 domains (rack) for 3 replicas", GOOD, PlainPlans.with(PLAN, two))
                .is(RED, "3 domains (node) for 4 replicas", Sites.withMayastor(GOOD, "", 4, 2))
                .is(GREEN, "2 domains (rack) for 2 replicas", Sites.withMayastor(GOOD, "", 2, 2),
                        PlainPlans.with(PLAN, two))
                .is(RED, "0 domains (switch) for 3 replicas", GOOD, PlainPlans.with(PLAN, untold))
                .is(UNKNOWN, "worker-3: nothing tells its zone", Sites.withMayastor(GOOD, "", 2, 2),
                        PlainPlans.with(PLAN, left))
                .is(RED, "worker-3: nothing tells its zone", GOOD, Plans.of(Sites.withPlace(Sites.withDomain(GOOD,
                        Handoff.Domain.ZONE), "worker-3", "", Map.of())))
                .covers(GREEN, RED, UNKNOWN);
    }

    private static HandoffPlan chart(String version, String mayastor) {
        return PlainPlans.with(PLAN, new Chart(Handoff.Chart.OPENEBS, version, mayastor, "v1beta3"));
    }

    @Test
    void versions() {
        Proof old = new Proof("kubernetes", "prod", false, "the cluster runs v1.20.0", Sites.NOW);
        new GateTable("versions").is(GREEN, "openebs/openebs 4.5.1", GOOD)
                .is(RED, "prod: the cluster runs v1.20.0", Sites.withProofs(GOOD, old))
                .is(RED, "1.23", Sites.withVersions(GOOD, "v1.13.9", "v1.20.0"))
                .is(UNKNOWN, "4.6.1", GOOD, chart("4.6.1", "2.12.1"))
                .is(UNKNOWN, "not a version", Sites.withVersions(GOOD, "latest", "v1.36.0"))
                .covers(GREEN, RED, UNKNOWN);
    }

    /** Of what is said of many nodes, each thing is said once, and not all of them are named. */
    @Test
    void evidenceOfManyNodesIsShort() {
        Site many = Sites.nodes(60);
        for (Gate gate : Gates.of(many, PlainPlans.of(many))) {
            assertTrue(gate.evidence().length() < 2_500, gate.toString());
        }
        Site none = Sites.withNodes(many, many.nodes().stream().map(node -> new SiteNode(node.node(),
                Optional.empty(), Optional.of(Parts.ip("10.10.0.11")), List.of())).toList());
        for (Gate gate : Gates.of(none, PlainPlans.of(many))) {
            assertTrue(gate.evidence().length() < 2_500, gate.toString());
        }
    }
}
