package dev.ichor.mayastor.plan;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Handoff;
import dev.ichor.mayastor.chart.Chart;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster's hardware gives, and what is installed on it. All sizes are bytes.
 *
 * @param cluster  as declared
 * @param chart    which is installed
 * @param nodes    storage nodes, by name
 * @param quorum   whether enough nodes store
 * @param domains  what fails as one
 * @param capacity what volumes may have
 * @param engine   what the io-engine takes of each node
 * @param growth   what one more storage node would give; empty without one to go by
 * @param losses   what is lost with a node, a disk, a domain; the worst of each kind
 * @param costs    empty without prices
 * @param findings all; an error means that there is no bundle
 */
public record HandoffPlan(Cluster cluster, Chart chart, List<StorageNode> nodes, Quorum quorum, Domains domains,
                          Capacity capacity, Engine engine, Optional<WhatIf> growth, List<WhatIf> losses,
                          Optional<Costs> costs, List<Finding> findings) {
    public HandoffPlan {
        nodes = List.copyOf(nodes);
        losses = List.copyOf(losses);
        findings = List.copyOf(findings);
    }

    /** True if no bundle can be made. */
    public boolean isRefused() {
        return findings.stream().anyMatch(Finding::isError);
    }

    /** Replicas of the replicated class: never more than there are domains. */
    public int replicas() {
        return capacity.replicas();
    }

    /** All pools, by node, then name. */
    public List<Pool> pools() {
        return nodes.stream().flatMap(node -> node.pools().stream()).toList();
    }

    /**
     * A node with pools.
     *
     * @param zone     empty if it has none; so {@code rack}
     * @param fabric   the switch of its storage NIC as LLDP tells; empty if unknown
     * @param storage  address in the storage network; empty if the cluster has none
     */
    public record StorageNode(String name, String zone, String rack, String fabric, Optional<Ipv4> storage,
                              List<Pool> pools) {
        public StorageNode {
            pools = List.copyOf(pools);
        }

        /** Raw capacity. */
        public long bytes() {
            return pools.stream().mapToLong(Pool::bytes).sum();
        }
    }

    /**
     * A DiskPool.
     *
     * @param name         {@link dev.ichor.inventory.PoolNames#of}, or of a kept pool the name that the disk tells
     * @param link         {@code /dev/disk/by-id/…}; never a kernel name
     * @param clusterSize  of the pool's blobs, e.g. {@code 4MiB}, as the chart takes it; empty: the chart's default
     * @param maxExpansion e.g. {@code 1x}; empty: the chart does not know it
     * @param kept         whether the disk carries this very pool already
     * @param topology     labels of the pool, by key
     */
    public record Pool(String name, String node, String serial, String wwid, String model, String link, long bytes,
                       String clusterSize, String maxExpansion, boolean kept, Map<String, String> topology) {
    }

    /**
     * Whether enough nodes store.
     *
     * @param verdict {@code none}, {@code development}, {@code not-recommended}, {@code production}, {@code good}
     */
    public record Quorum(int nodes, String verdict, String text) {
    }

    /**
     * What fails as one.
     *
     * @param members nodes by domain, both sorted
     */
    public record Domains(Handoff.Domain kind, Map<String, List<String>> members, String text) {
        /** The most replicas that never share a domain. */
        public int count() {
            return members.size();
        }
    }

    /**
     * What volumes may have.
     *
     * @param raw      all pools
     * @param overhead of the pools themselves
     * @param usable   by volumes with {@code replicas}, none two in one domain
     * @param stranded what no volume with {@code replicas} can reach because the domains differ
     * @param skew     the greatest node's capacity over the mean, in percent; 100: all alike
     */
    public record Capacity(int replicas, long raw, long overhead, long usable, long stranded, int skew, String text) {
    }

    /**
     * What the io-engine takes of each storage node.
     *
     * @param cores     CPUs that each storage node has, ascending
     * @param hugepages 2-MiB pages for the io-engine
     */
    public record Engine(List<Integer> cores, int hugepages, String text) {
        public Engine {
            cores = List.copyOf(cores);
        }
    }

    /**
     * The cluster after a change.
     *
     * @param what     e.g. {@code one more node like worker-2}, {@code node worker-1 is lost}
     * @param raw      what there is then
     * @param usable   what volumes may have then
     * @param replicas how many are possible then
     * @param text     consequences, for people
     */
    public record WhatIf(String what, long raw, long usable, int replicas, String text) {
    }

    /** What it costs; {@code perUsableTib} is absent if nothing is usable. */
    public record Costs(String currency, BigDecimal nodes, BigDecimal disks, BigDecimal total,
                        Optional<BigDecimal> perUsableTib) {
    }
}
