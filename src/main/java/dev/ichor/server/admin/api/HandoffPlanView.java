package dev.ichor.server.admin.api;

import dev.ichor.base.Ipv4;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answer of {@code GET /api/v1/clusters/{name}/handoff/plan}. */
@About("What the hardware of a cluster gives to Mayastor, and what would be installed on it. All sizes are bytes.")
public record HandoffPlanView(
        @About("The cluster.") String cluster,
        @About("Whether no bundle can be made: a finding is an error.") boolean refused,
        @About("What is installed.") Chart chart,
        @About("Nodes with pools, by name.") List<Node> nodes,
        @About("Whether enough nodes store.") Quorum quorum,
        @About("What fails as one.") Domains domains,
        @About("What volumes may have.") Capacity capacity,
        @About("What the io-engine takes of each storage node.") Engine engine,
        @About("What one more storage node would give; null without one to go by.") Optional<WhatIf> growth,
        @About("What is lost with a node, a disk or a failure domain: the worst of each kind.") List<WhatIf> losses,
        @About("What it costs; null without prices.") Optional<Costs> costs,
        @About("Everything that was found.") List<Finding> findings) {
    /** The Helm chart. */
    @About("A version of a Helm chart that brings Mayastor.")
    public record Chart(
            @About(value = "The umbrella `openebs/openebs` or the standalone `mayastor/mayastor`.",
                    words = {"openebs", "mayastor"}) String name,
            @About(value = "Its version.", example = "\"4.5.1\"") String version,
            @About(value = "The version of Mayastor in it.", example = "\"2.11.1\"") String mayastor,
            @About(value = "The version of `openebs.io` in which it serves DiskPools.", example = "\"v1beta3\"")
            String poolApi,
            @About("The Helm repository.") String repository) {
    }

    /** A node with pools. */
    @About("A node with pools.")
    public record Node(
            @About("Its name.") String name,
            @About("Its zone; empty if it has none.") String zone,
            @About("Its rack; empty if it has none.") String rack,
            @About("The switch of its storage NIC, as LLDP tells; empty if that is unknown.") String fabric,
            @About("Its address in the storage network; null if the cluster has none.") Optional<Ipv4> storage,
            @About("Its pools, by name.") List<Pool> pools) {
    }

    /** A DiskPool. */
    @About("A DiskPool: a disk of a node that volumes are made of.")
    public record Pool(
            @About("Its name, which stays with node and disk.") String name,
            @About("The disk's serial number.") String serial,
            @About("The disk's wwid.") String wwid,
            @About("The disk's model.") String model,
            @About("Its by-id link, never a kernel name.") String link,
            @About("Size of the disk.") long bytes,
            @About(value = "Size of the pool's blobs; empty: the chart's default.", example = "\"4MiB\"")
            String clusterSize,
            @About("How far the pool can grow with its disk; empty if the chart does not know that.")
            String maxExpansion,
            @About("Whether the disk carries this very pool already: it is kept.") boolean kept,
            @About("Labels of the pool.") Map<String, String> topology) {
    }

    /** The verdict on the number of nodes. */
    @About("Whether enough nodes store.")
    public record Quorum(
            @About("How many store.") int nodes,
            @About(value = "The verdict.", words = {"none", "development", "not-recommended", "production", "good"})
            String verdict,
            @About("The verdict in words.") String text) {
    }

    /** The failure domains. */
    @About("What fails as one. Two replicas of a volume never share it.")
    public record Domains(
            @About(value = "What it is.", words = {"node", "zone", "rack", "switch"}) String kind,
            @About("Names of nodes, by domain.") Map<String, List<String>> members,
            @About("What that means.") String text) {
    }

    /** What volumes may have. */
    @About("What volumes may have.")
    public record Capacity(
            @About("Replicas of a volume of the replicated class.") int replicas,
            @About("All pools.") long raw,
            @About("What the pools take for themselves.") long overhead,
            @About("What volumes with that many replicas may have, none two in one domain.") long usable,
            @About("What no such volume can reach because the domains differ.") long stranded,
            @About("The greatest node's capacity over the mean, in percent; 100: all are alike.") int skew,
            @About("That in words.") String text) {
    }

    /** What the io-engine takes. */
    @About("What the io-engine takes of each storage node.")
    public record Engine(
            @About("CPUs that each storage node has.") List<Integer> cores,
            @About("2-MiB pages.") int hugepages,
            @About("Why these.") String text) {
    }

    /** The cluster after a change. */
    @About("The cluster after a change.")
    public record WhatIf(
            @About(value = "The change.", example = "\"node worker-1 is lost\"") String what,
            @About("All pools then.") long raw,
            @About("What volumes may have then.") long usable,
            @About("Replicas that are possible then.") int replicas,
            @About("Consequences.") String text) {
        static WhatIf of(HandoffPlan.WhatIf change) {
            return new WhatIf(change.what(), change.raw(), change.usable(), change.replicas(), change.text());
        }
    }

    /** The cost sheet. */
    @About("What it costs, by the prices of the declared cluster. Amounts are decimal texts.")
    public record Costs(
            @About(value = "Of all amounts.", example = "\"EUR\"") String currency,
            @About("Of the nodes without their disks.") String nodes,
            @About("Of the pool disks.") String disks,
            @About("Of both.") String total,
            @About("Of each TiB that volumes may have; null if nothing is usable.") Optional<String> perUsableTib) {
        static Costs of(HandoffPlan.Costs costs) {
            return new Costs(costs.currency(), costs.nodes().toPlainString(), costs.disks().toPlainString(),
                    costs.total().toPlainString(), costs.perUsableTib().map(amount -> amount.toPlainString()));
        }
    }

    /** Something that is wrong, or that a person should know. */
    @About("Something that is wrong with the hand-off, or that a person should know of it.")
    public record Finding(
            @About(value = "Only an error keeps the bundle from being made.", words = {"error", "warning"})
            String severity,
            @About("A node, `NODE/SERIAL`, or a pointer into the declared cluster.") String where,
            @About("What is wrong.") String what,
            @About("What to do; may be empty.") String mend) {
        static Finding of(dev.ichor.mayastor.plan.Finding finding) {
            return new Finding(finding.isError() ? "error" : "warning", finding.problem().where(),
                    finding.problem().what(), finding.problem().mend());
        }
    }

    public static HandoffPlanView of(HandoffPlan plan) {
        HandoffPlan.Capacity capacity = plan.capacity();
        return new HandoffPlanView(plan.cluster().name(), plan.isRefused(),
                new Chart(plan.chart().name(), plan.chart().version(), plan.chart().mayastor(), plan.chart().poolApi(),
                        plan.chart().repository()),
                plan.nodes().stream().map(HandoffPlanView::node).toList(),
                new Quorum(plan.quorum().nodes(), plan.quorum().verdict(), plan.quorum().text()),
                new Domains(plan.domains().kind().name().toLowerCase(Locale.ROOT),
                        new TreeMap<>(plan.domains().members()), plan.domains().text()),
                new Capacity(capacity.replicas(), capacity.raw(), capacity.overhead(), capacity.usable(),
                        capacity.stranded(), capacity.skew(), capacity.text()),
                new Engine(plan.engine().cores(), plan.engine().hugepages(), plan.engine().text()),
                plan.growth().map(WhatIf::of), plan.losses().stream().map(WhatIf::of).toList(),
                plan.costs().map(Costs::of), plan.findings().stream().map(Finding::of).toList());
    }

    private static Node node(HandoffPlan.StorageNode node) {
        return new Node(node.name(), node.zone(), node.rack(), node.fabric(), node.storage(), node.pools().stream()
                .map(pool -> new Pool(pool.name(), pool.serial(), pool.wwid(), pool.model(), pool.link(), pool.bytes(),
                        pool.clusterSize(), pool.maxExpansion(), pool.kept(), new TreeMap<>(pool.topology())))
                .toList());
    }
}
