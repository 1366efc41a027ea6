package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
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
 * @param address static address in the management network; empty: DHCP
 * @param nics    what NICs are for; empty: by the rules of the cluster's networks
 * @param patches applied last
 */
public record Node(String name, String cluster, NodeType type, String zone, Optional<String> machine,
                   Optional<Ipv4> storage, Map<String, String> labels, List<DiskOfNode> disks,
                   Optional<Ipv4> address, List<NicOfNode> nics, List<Patch> patches) implements Declared {
    public Node {
        labels = Map.copyOf(labels);
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        patches = List.copyOf(patches);
    }

    /** DHCP, the NICs by the cluster's rules, no patches. */
    public Node(String name, String cluster, NodeType type, String zone, Optional<String> machine,
                Optional<Ipv4> storage, Map<String, String> labels, List<DiskOfNode> disks) {
        this(name, cluster, type, zone, machine, storage, labels, disks, Optional.empty(), List.of(), List.of());
    }

    /** A NIC by its permanent MAC, and what it is for. */
    public record NicOfNode(Mac mac, Use use) {
        /** Several NICs for {@code STORAGE} are bonded; {@code UNUSED} is left alone. */
        public enum Use { MANAGEMENT, STORAGE, UNUSED }
    }

    /** A disk by serial number, and what it is for. */
    public record DiskOfNode(String serial, DiskRole role) {
    }

    @Override
    public Kind kind() {
        return Kind.NODE;
    }
}
