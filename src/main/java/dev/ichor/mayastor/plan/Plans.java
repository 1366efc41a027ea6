package dev.ichor.mayastor.plan;

import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.machine.Fingerprint;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.chart.Charts;
import dev.ichor.mayastor.plan.HandoffPlan.Capacity;
import dev.ichor.mayastor.plan.HandoffPlan.Costs;
import dev.ichor.mayastor.plan.HandoffPlan.Domains;
import dev.ichor.mayastor.plan.HandoffPlan.Engine;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.Quorum;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.StorageNics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the plan of a cluster's hand-off. */
public final class Plans {
    private Plans() {
    }

    /** The same site gives the same plan. Never throws for what an inventory may hold: findings tell. */
    public static HandoffPlan of(Site site) {
        Cluster cluster = site.cluster();
        MayastorPlan wish = cluster.mayastor();
        Findings findings = new Findings(cluster.name());
        if (!wish.enabled()) {
            findings.error(findings.declared("/mayastor/enabled"), "the cluster shall have no Mayastor",
                    "Switch it on");
        }
        Chart chart = chart(cluster, findings);
        List<SiteNode> sorted = site.nodes().stream().sorted(Comparator.comparing((SiteNode node) ->
                node.node().name()).thenComparing(node -> node.machine().map(machine -> machine.id().text())
                .orElse(""))).toList();
        NodeChecks checks = new NodeChecks(cluster, findings);
        checks.all(sorted);
        List<Stores> stores = stores(cluster, sorted, chart, findings);
        Engine engine = EngineCores.of(wish, stores, findings);
        checks.storage(stores, engine.hugepages());
        List<StorageNode> nodes = stores.stream().filter(node -> !node.pools().isEmpty()).map(node ->
                new StorageNode(node.name(), node.place().zone(), node.place().rack(), node.place().fabric(),
                        node.node().storage(), node.pools())).toList();
        Handoff handoff = wish.handoff();
        Domains domains = DomainCheck.of(handoff.domain(), nodes, wish.replicas(), findings);
        Capacity capacity = Capacities.of(handoff.domain(), nodes, wish.replicas());
        Quorum quorum = Quorums.of(nodes.size(), findings);
        hints(nodes, capacity, findings);
        Outlook outlook = new Outlook(handoff.domain(), nodes, wish.replicas());
        Optional<Costs> costs = handoff.prices().map(prices -> CostSheet.of(prices, nodes.size(), capacity.raw(),
                capacity.usable()));
        return new HandoffPlan(cluster, chart, nodes, quorum, domains, capacity, engine, outlook.growth(),
                outlook.losses(), costs, findings.list());
    }

    private static Chart chart(Cluster cluster, Findings findings) {
        Handoff.Chart kind = cluster.mayastor().handoff().chart();
        String version = cluster.mayastor().chartVersion();
        String where = findings.declared("/mayastor/chart-version");
        Optional<Chart> found = Charts.find(kind, version);
        if (found.isEmpty()) {
            findings.error(where, "the chart " + Charts.usual(kind).name() + " " + version + " is not known",
                    "Take one of " + Charts.known(kind).stream().map(Chart::version).collect(Collectors.joining(", "))
                    + ", or leave the version out for " + Charts.usual(kind).version());
            return Charts.usual(kind);
        }
        Chart chart = found.get();
        switch (Charts.fit(chart, cluster.talos(), cluster.kubernetes())) {
            case Charts.Fit.Unfit(String what, String mend) -> findings.error(where, what, mend);
            case Charts.Fit.Fits _, Charts.Fit.Unknown _ -> {
                // The gate tells.
            }
        }
        if (!Charts.since(chart, 9)) {
            findings.warning(where, chart + " pulls images of etcd and kubectl from Bitnami's free catalogue, which was"
                    + " withdrawn", "Take " + Charts.usual(kind) + ", or mirror the images");
        }
        return chart;
    }

    private static List<Stores> stores(Cluster cluster, List<SiteNode> nodes, Chart chart, Findings findings) {
        List<Stores> out = new ArrayList<>();
        Pools pools = new Pools(chart, findings);
        for (SiteNode node : nodes) {
            node.machine().filter(Stores::claims).ifPresent(machine -> machine.fingerprint().ifPresent(fingerprint ->
                    out.add(store(cluster, node, machine, fingerprint, pools))));
        }
        Pools.once(out.stream().flatMap(node -> node.pools().stream()).toList(), findings);
        return out;
    }

    private static Stores store(Cluster cluster, SiteNode node, SiteNode.Hardware machine, Fingerprint fingerprint,
                                Pools pools) {
        Place place = Place.of(cluster, node.node(), fingerprint);
        return new Stores(node, machine, fingerprint, place, StorageNics.of(cluster, node.node(), fingerprint),
                pools.of(node, machine, fingerprint, place.labels()));
    }

    /** What a person should know of pools that all work. */
    private static void hints(List<StorageNode> nodes, Capacity capacity, Findings findings) {
        List<Pool> pools = nodes.stream().flatMap(node -> node.pools().stream()).toList();
        if (pools.stream().map(Pool::clusterSize).distinct().count() > 1) {
            findings.warning(findings.declared("/mayastor"), "pools have clusters of different sizes, because some are"
                    + " of 10 TiB and more: replicas of a volume should be in pools of one cluster size",
                    "Use disks of one size, or ask for one with poolClusterSize in a StorageClass");
        }
        if (capacity.raw() > 0 && capacity.stranded() > capacity.raw() / 5) {
            findings.warning(findings.declared("/mayastor"), Math.round(100.0 * capacity.stranded()
                    / capacity.raw()) + " % of the capacity cannot be reached by volumes with "
                    + capacity.replicas() + " replicas, because the domains differ", "Spread the disks more evenly");
        }
    }
}
