package dev.ichor.inventory;

import dev.ichor.inventory.policy.Selector;
import java.util.Map;
import java.util.Optional;

/**
 * A rule: which machines it is for, and what such a machine becomes.
 *
 * @param name     RFC 1123 label
 * @param selector which machines
 * @param cluster  the cluster that they join
 * @param type     as what
 * @param node     pattern of the node's name with {@code {n}} (the lowest free number, {@code {n:2}} with two digits),
 *                 {@code {serial}}, {@code {zone}}, {@code {product}} and {@code {cluster}}
 * @param zone     how the zone is found
 * @param disks    how disk roles are found
 * @param labels   Kubernetes labels of the nodes
 * @param autoArm  whether blank machines are armed without a person
 */
public record Policy(String name, Selector selector, String cluster, NodeType type, String node, ZoneRule zone,
                     DiskRule disks, Map<String, String> labels, boolean autoArm) implements Declared {
    public Policy {
        labels = Map.copyOf(labels);
    }

    /**
     * How the zone is found: by the LLDP name of a switch that the machine is cabled to, else the fixed one.
     *
     * @param bySwitch system name of the switch to zone
     * @param fixed    zone of machines that no switch places; empty: such a machine has no zone
     */
    public record ZoneRule(Map<String, String> bySwitch, Optional<String> fixed) {
        public static final ZoneRule NONE = new ZoneRule(Map.of(), Optional.empty());

        public ZoneRule {
            bySwitch = Map.copyOf(bySwitch);
        }
    }

    /**
     * How disk roles are found among the sound disks.
     *
     * @param systemBytes  least size of the system disk
     * @param poolBytes    least size of a pool disk
     * @param leastPools   a machine with fewer pool disks is not taken
     * @param mostPools    further pool disks are spare
     */
    public record DiskRule(long systemBytes, long poolBytes, int leastPools, int mostPools) {
        public static final DiskRule DEFAULT = new DiskRule(256_000_000_000L, 512_000_000_000L, 1, 64);
    }

    @Override
    public Kind kind() {
        return Kind.POLICY;
    }
}
