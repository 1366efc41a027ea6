package dev.ichor.mayastor.gate;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.PoolNames;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.mayastor.SiteProofs;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans that say no more than the gates ask, so that nothing but the gates is tried. */
final class PlainPlans {
    private PlainPlans() {
    }

    /** Each node is a domain; every claimed disk is a pool; the io-engine has CPUs 1 and 2. */
    static HandoffPlan of(Site site) {
        List<StorageNode> nodes = site.nodes().stream().filter(SiteProofs::isStorage).map(PlainPlans::node).toList();
        Map<String, List<String>> members = new TreeMap<>();
        nodes.forEach(node -> members.put(node.name(), List.of(node.name())));
        return new HandoffPlan(site.cluster(), new Chart(Handoff.Chart.OPENEBS, "4.5.1", "2.11.1", "v1beta3"), nodes,
                new HandoffPlan.Quorum(nodes.size(), "production", "three nodes store"),
                new HandoffPlan.Domains(Handoff.Domain.NODE, members, ""),
                new HandoffPlan.Capacity(3, 1, 0, 1, 0, 100, ""),
                new HandoffPlan.Engine(List.of(1, 2), 1024, ""), Optional.empty(), List.of(), Optional.empty(),
                List.of());
    }

    private static StorageNode node(SiteNode node) {
        String name = node.node().name();
        return new StorageNode(name, node.node().zone(), "r1", "", node.storage(), node.machine().orElseThrow().claims()
                .stream().filter(claim -> claim.role() == DiskRole.POOL).map(claim -> pool(name, claim)).toList());
    }

    private static Pool pool(String node, DiskClaim claim) {
        DiskId disk = claim.disk();
        return new Pool(PoolNames.of(node, disk), node, disk.serial(), disk.wwid(), "", "/dev/disk/by-id/nvme-"
                + disk.serial(), disk.bytes(), "", "1x", claim.keep(), Map.of());
    }

    static HandoffPlan with(HandoffPlan old, Finding... findings) {
        return copy(old, old.nodes(), old.domains(), old.engine(), List.of(findings));
    }

    static HandoffPlan with(HandoffPlan old, HandoffPlan.Domains domains) {
        return copy(old, old.nodes(), domains, old.engine(), old.findings());
    }

    static HandoffPlan with(HandoffPlan old, HandoffPlan.Engine engine) {
        return copy(old, old.nodes(), old.domains(), engine, old.findings());
    }

    static HandoffPlan with(HandoffPlan old, List<StorageNode> nodes) {
        return copy(old, nodes, old.domains(), old.engine(), old.findings());
    }

    static HandoffPlan with(HandoffPlan old, Chart chart) {
        return new HandoffPlan(old.cluster(), chart, old.nodes(), old.quorum(), old.domains(), old.capacity(),
                old.engine(), old.growth(), old.losses(), old.costs(), old.findings());
    }

    private static HandoffPlan copy(HandoffPlan old, List<StorageNode> nodes, HandoffPlan.Domains domains,
                                    HandoffPlan.Engine engine, List<Finding> findings) {
        return new HandoffPlan(old.cluster(), old.chart(), nodes, old.quorum(), domains, old.capacity(), engine,
                old.growth(), old.losses(), old.costs(), findings);
    }
}
