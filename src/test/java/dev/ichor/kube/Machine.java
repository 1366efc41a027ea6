package dev.ichor.kube;

import dev.ichor.base.Ipv4;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;
import java.util.Map;

/**
 * A node of the stand-in.
 *
 * @param storage   whether it carries the label of the io-engine
 * @param address   in the storage network
 * @param hugepages pages of 2 MiB that its kubelet offers
 */
public record Machine(String name, boolean storage, String address, int cores, int hugepages, List<Drive> drives) {
    public Machine {
        drives = List.copyOf(drives);
    }

    /**
     * A disk.
     *
     * @param pool what the plan calls its pool
     * @param link by-id path
     */
    public record Drive(String serial, String pool, String link, long bytes) {
    }

    /** The storage nodes of a plan as they should be. */
    public static List<Machine> of(HandoffPlan plan) {
        return plan.nodes().stream().map(node -> new Machine(node.name(), true, node.storage().map(Ipv4::toString)
                .orElse("10.0.0.9"), 8, plan.engine().hugepages() + 512, node.pools().stream().map(pool -> new Drive(
                        pool.serial(), pool.name(), pool.link(), pool.bytes())).toList())).toList();
    }

    Map<String, Object> capacity(int pages) {
        return Tree.of("cpu", String.valueOf(cores), "memory", "32Gi", "pods", "110", "hugepages-2Mi", pages * 2 + "Mi",
                "hugepages-1Gi", "0", "ephemeral-storage", "100Gi");
    }
}
