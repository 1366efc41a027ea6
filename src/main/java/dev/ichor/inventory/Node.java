package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.arm.DiskRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a cluster.
 *
 * @param name    RFC 1123 label; the node's host name
 * @param cluster name of its cluster
 * @param type    what it does there
 * @param zone    failure domain; empty if none
 * @param machine the machine that it is, by MAC, UUID or serial number; empty: a policy or a person says
 * @param storage its address in the cluster's storage network; empty: one is taken from the pool
 * @param labels  Kubernetes labels beside those that the appliance sets
 * @param disks   roles of disks by their serial number; empty: by the roles' own rules
 */
public record Node(String name, String cluster, NodeType type, String zone, Optional<String> machine,
                   Optional<Ipv4> storage, Map<String, String> labels, List<DiskOfNode> disks) implements Declared {
    public Node {
        labels = Map.copyOf(labels);
        disks = List.copyOf(disks);
    }

    /** A disk by serial number, and what it is for. */
    public record DiskOfNode(String serial, DiskRole role) {
    }

    @Override
    public Kind kind() {
        return Kind.NODE;
    }
}
