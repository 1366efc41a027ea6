package dev.ichor.mayastor.site;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Node;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.DiskClaim;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A declared node and the machine that it is.
 *
 * @param node    as declared, with the labels of its policy
 * @param machine empty if no machine is this node yet
 * @param storage its address in the storage network, declared or taken from the pool
 * @param others  further machines that are placed as this node; empty unless something is wrong
 */
public record SiteNode(Node node, Optional<Hardware> machine, Optional<Ipv4> storage, List<MachineId> others) {
    public SiteNode {
        others = List.copyOf(others);
    }

    /**
     * The machine.
     *
     * @param stage       the label of its stage
     * @param installed   since when it runs from its own disk
     * @param heard       when its node last said something
     * @param obstacles   what keeps it from going on, for people
     * @param fingerprint the latest
     * @param seen        when that was taken
     * @param claims      the roles of its disks
     * @param served      what its configuration says; empty if it got none
     */
    public record Hardware(MachineId id, String stage, Optional<Instant> installed, Optional<Instant> heard,
                           List<String> obstacles, Optional<Fingerprint> fingerprint, Instant seen,
                           List<DiskClaim> claims, Optional<Served> served) {
        public Hardware {
            obstacles = List.copyOf(obstacles);
            claims = List.copyOf(claims);
        }
    }

    /**
     * What matters to Mayastor in the configuration that the node got last.
     *
     * @param at         when
     * @param current    whether it would get the same now
     * @param hugepages  2-MiB pages that it reserves; 0 if it says nothing
     * @param modules    kernel modules that it loads
     * @param labels     labels of the Kubernetes node
     * @param isolated   CPUs that {@code isolcpus} keeps free
     * @param storageMtu MTU of the interface with the storage address; 0 if it has none
     */
    public record Served(Instant at, boolean current, int hugepages, List<String> modules, Map<String, String> labels,
                         List<Integer> isolated, int storageMtu) {
        public Served {
            modules = List.copyOf(modules);
            labels = Map.copyOf(labels);
            isolated = List.copyOf(isolated);
        }
    }
}
