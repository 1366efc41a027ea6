package dev.ichor.mayastor.plan;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Node.DiskOfNode;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.Size;
import dev.ichor.inventory.roles.HardwareNeeds;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.mayastor.site.SiteNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds what is wrong with nodes, beside their disks. Used by one thread. */
final class NodeChecks {
    /** The kernel and the firmware keep part of the memory that is fitted. */
    private static final double SEEN = 0.93;
    /** For Talos, Kubernetes and the io-engine's own heap, beside the huge pages. */
    private static final long REST = (long) (HardwareNeeds.DEFAULT.leastMemory() * SEEN)
            - EngineCores.LEAST_PAGES * EngineCores.PAGE;
    private static final int MEMBERS = 3;
    private static final String AGAIN = "Let the machine be discovered again";

    private final Cluster cluster;
    private final Findings findings;

    NodeChecks(Cluster cluster, Findings findings) {
        this.cluster = cluster;
        this.findings = findings;
    }

    /** What concerns all nodes of the cluster. */
    void all(List<SiteNode> nodes) {
        nodes.stream().collect(Collectors.groupingBy(node -> node.node().name(), TreeMap::new, Collectors.counting()))
                .forEach((name, count) -> {
                    if (count > 1) {
                        findings.error(name, count + " nodes are called " + name, "Give each its own name");
                    }
                });
        Map<MachineId, List<String>> machines = new TreeMap<>(nodes.stream().filter(node -> node.machine().isPresent())
                .collect(Collectors.groupingBy(node -> node.machine().get().id(),
                        Collectors.mapping(node -> node.node().name(), Collectors.toList()))));
        machines.forEach((machine, names) -> {
            if (names.stream().distinct().count() > 1) {
                findings.error(names.getFirst(), "the machine " + machine + " is the nodes " + String.join(" and ",
                        names), "Assign it to one of them");
            }
        });
        nodes.forEach(this::one);
        long workers = nodes.stream().filter(node -> node.node().type() == NodeType.WORKER).count();
        if (workers > 0 && workers < MEMBERS) {
            findings.warning(findings.declared("/mayastor"), "etcd and nats have three members, each on a node of its"
                    + " own, and the cluster has " + workers + (workers == 1 ? " worker" : " workers") + ": members"
                    + " wait unless pods may run on control planes", "Add workers, or let pods run on control planes");
        }
    }

    private void one(SiteNode node) {
        String name = node.node().name();
        if (!node.others().isEmpty()) {
            findings.error(name, "several machines are placed as this node: " + node.machine().map(machine ->
                    machine.id() + ", ").orElse("") + node.others().stream().sorted().map(Objects::toString)
                    .collect(Collectors.joining(", ")), "Release all but one of them");
        }
        boolean stores = node.node().disks().stream().map(DiskOfNode::role).anyMatch(DiskRole.POOL::equals);
        if (node.machine().isEmpty() && (stores || node.node().type() == NodeType.WORKER)) {
            findings.warning(name, "no machine is this node yet, so it does not count", "Assign a machine, or remove"
                    + " the node");
        } else if (node.machine().isPresent() && node.machine().get().fingerprint().isEmpty()
                && Stores.claims(node.machine().get())) {
            findings.error(name, "nothing is known of the machine's hardware", AGAIN);
        }
    }

    /** What concerns storage nodes. @param pages 2-MiB pages of the io-engine */
    void storage(List<Stores> nodes, int pages) {
        nodes.forEach(node -> hardware(node, pages));
        if (cluster.storage().isEmpty()) {
            return;
        }
        Map<Ipv4, List<String>> addresses = new TreeMap<>();
        for (Stores node : nodes) {
            node.node().storage().ifPresentOrElse(address -> {
                addresses.computeIfAbsent(address, _ -> new ArrayList<>()).add(node.name());
                if (!cluster.storage().get().subnet().contains(address)) {
                    findings.error(node.name(), "the storage address " + address + " is not in the storage network "
                            + cluster.storage().get().subnet(), "Give it an address of that network");
                }
            }, () -> findings.error(node.name(), "the node has no address in the storage network",
                    "Declare one, or give the network a pool of addresses"));
        }
        addresses.forEach((address, names) -> {
            if (names.size() > 1) {
                findings.error(names.getFirst(), "the storage address " + address + " belongs to "
                        + String.join(" and ", names), "Give each node its own");
            }
        });
    }

    private void hardware(Stores node, int pages) {
        Cpu cpu = node.fingerprint().cpu();
        if (!cpu.sse42()) {
            findings.error(node.name(), "the CPU " + cpu.model() + " has no SSE4.2, without which the io-engine does"
                    + " not start; its images are for amd64 only", "Use another machine, or give its disks the role"
                    + " spare");
        }
        long memory = node.fingerprint().memory().bytes();
        if (memory < REST + pages * EngineCores.PAGE) {
            findings.error(node.name(), "the machine has " + Size.memory(memory) + " of memory; " + pages
                    + " huge pages take " + Size.memory(pages * EngineCores.PAGE) + ", and Talos, Kubernetes and the"
                    + " io-engine need " + Size.memory(REST) + " beside them", "Add memory, ask for fewer huge pages"
                    + " (at least " + EngineCores.LEAST_PAGES + "), or claim no pool disk here");
        }
        if (node.node().node().type() == NodeType.CONTROLPLANE) {
            findings.warning(node.name(), "a control plane stores: the io-engine takes whole cores from etcd and the"
                    + " API server", "Store on workers where you can");
        }
    }
}
