package dev.ichor.mayastor.plan;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.Size;
import dev.ichor.mayastor.plan.HandoffPlan.Capacity;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What volumes may have in pools, exactly: as if volumes were small and well spread. */
final class Capacities {
    private static final String UNKNOWN = "unknown";

    private Capacities() {
    }

    /**
     * The most that volumes may have in sum if each has a replica in that many different domains. Of x bytes of volumes
     * a domain can hold at most x, so x fits exactly if the domains' capacities, none counted beyond x, make up
     * replicas times x; the k largest counted as x each give a bound for each k.
     *
     * @param domains  free bytes of each, 0 or more
     * @param replicas at least 1
     */
    static long usable(Collection<Long> domains, int replicas) {
        List<Long> sizes = domains.stream().sorted(Comparator.reverseOrder()).toList();
        if (sizes.size() < replicas) {
            return 0;
        }
        long most = Long.MAX_VALUE;
        long rest = sizes.stream().mapToLong(Long::longValue).sum();
        for (int k = 0; k < replicas; k++) {
            most = Math.min(most, rest / (replicas - k));
            rest -= sizes.get(k);
        }
        return most;
    }

    /** Of a node's pools, without what they take for themselves. */
    static long net(StorageNode node) {
        return node.pools().stream().mapToLong(pool -> pool.bytes() - PoolSizes.overhead(pool)).sum();
    }

    /** Free bytes by domain, sorted; nodes whose domain is unknown count as one. */
    static Map<String, Long> byDomain(Handoff.Domain kind, List<StorageNode> nodes) {
        Map<String, Long> out = new TreeMap<>();
        nodes.forEach(node -> out.merge(domain(kind, node), net(node), Long::sum));
        return out;
    }

    static String domain(Handoff.Domain kind, StorageNode node) {
        String name = named(kind, node);
        return name.isEmpty() ? UNKNOWN : name;
    }

    /** Empty if it is unknown. */
    static String named(Handoff.Domain kind, StorageNode node) {
        return switch (kind) {
            case NODE -> node.name();
            case ZONE -> node.zone();
            case RACK -> node.rack();
            case SWITCH -> node.fabric();
        };
    }

    static int replicas(int wanted, int domains) {
        return Math.clamp(domains, 1, Math.max(1, wanted));
    }

    static Capacity of(Handoff.Domain kind, List<StorageNode> nodes, int wanted) {
        List<Pool> pools = nodes.stream().flatMap(node -> node.pools().stream()).toList();
        Map<String, Long> domains = byDomain(kind, nodes);
        int replicas = replicas(wanted, domains.size());
        long raw = pools.stream().mapToLong(Pool::bytes).sum();
        long overhead = pools.stream().mapToLong(PoolSizes::overhead).sum();
        long usable = usable(domains.values(), replicas);
        long stranded = raw - overhead - usable * replicas;
        return new Capacity(replicas, raw, overhead, usable, stranded, skew(nodes),
                text(kind, nodes, replicas, usable, stranded, raw) + " " + PoolSizes.text(pools));
    }

    /** Greatest over mean in percent, rounded; 100 without nodes. */
    private static int skew(List<StorageNode> nodes) {
        double sum = nodes.stream().mapToDouble(StorageNode::bytes).sum();
        double most = nodes.stream().mapToDouble(StorageNode::bytes).max().orElse(0);
        return sum <= 0 ? 100 : (int) Math.round(100.0 * most * nodes.size() / sum);
    }

    private static String text(Handoff.Domain kind, List<StorageNode> nodes, int replicas, long usable, long stranded,
                               long raw) {
        if (nodes.isEmpty()) {
            return "Nothing stores.";
        }
        String start = "Volumes with " + replicas + (replicas == 1 ? " replica" : " replicas") + " may have "
                + Size.shown(usable) + " in sum, the largest " + Size.shown(largest(kind, nodes, replicas))
                + (replicas == 1 ? "." : "; they take " + replicas + " times as much of " + Size.shown(raw) + " raw.");
        return stranded <= raw / 100 ? start : start + " " + Size.shown(stranded) + " cannot be reached by such"
                + " volumes, for one domain is larger than the others together can mirror.";
    }

    /** A replica lies in one pool: so the domain that comes last among the replicas bounds the largest volume. */
    private static long largest(Handoff.Domain kind, List<StorageNode> nodes, int replicas) {
        Map<String, Long> best = new TreeMap<>();
        nodes.forEach(node -> node.pools().forEach(pool -> best.merge(domain(kind, node),
                pool.bytes() - PoolSizes.overhead(pool), Math::max)));
        List<Long> sizes = new ArrayList<>(best.values());
        sizes.sort(Comparator.reverseOrder());
        return sizes.size() < replicas ? 0 : sizes.get(replicas - 1);
    }
}
