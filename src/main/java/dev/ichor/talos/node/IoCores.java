package dev.ichor.talos.node;

import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.NodeInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The logical CPUs that Mayastor's io-engine polls on a storage node: one of each physical core, none of the core with
 * CPU 0, and if they fit all on the NUMA node of most pool disks and storage NICs.
 *
 * @param cores    ascending; empty for a node without pools, or if there is an obstacle
 * @param obstacle why the plan's number of cores cannot be had; empty if it can
 * @param remark   what a person should know of the choice; empty if nothing
 */
public record IoCores(List<Integer> cores, String obstacle, String remark) {
    private static final IoCores NONE = new IoCores(List.of(), "", "");

    public IoCores {
        cores = List.copyOf(cores);
    }

    /** True if the node gets Mayastor's io-engine: Mayastor is on, and a disk is claimed as pool. */
    public static boolean isStorage(NodeInput input) {
        return input.cluster().mayastor().enabled()
                && input.claims().stream().anyMatch(claim -> claim.role() == DiskRole.POOL);
    }

    /** The same input gives the same cores. */
    public static IoCores of(NodeInput input) {
        if (!isStorage(input)) {
            return NONE;
        }
        int wanted = input.cluster().mayastor().cores();
        List<Cpu.Logical> logical = input.fingerprint().cpu().logical();
        if (logical.isEmpty()) {
            return new IoCores(List.of(), "the fingerprint does not tell which CPUs the machine has", "");
        }
        Map<Integer, List<Integer>> byNode = firsts(logical);
        int there = byNode.values().stream().mapToInt(Collection::size).sum();
        if (there < wanted) {
            return new IoCores(List.of(), "the io-engine shall have " + wanted + (wanted == 1 ? " core" : " cores")
                    + " to itself; beside the core of CPU 0 the machine has "
                    + (there == 0 ? "none" : there), "");
        }
        Map<Integer, Integer> near = near(input);
        List<Integer> order = byNode.keySet().stream().sorted(Comparator.comparing((Integer node) ->
                -near.getOrDefault(node, 0)).thenComparing(Comparator.naturalOrder())).toList();
        for (int node : order) {
            if (byNode.get(node).size() >= wanted) {
                boolean beside = near.isEmpty() || near.containsKey(node) || byNode.size() == 1;
                return new IoCores(byNode.get(node).subList(0, wanted), "", beside ? "" : "the io-engine's cores are"
                        + " on NUMA node " + node + ", but its disks and storage NIC on " + near.keySet());
            }
        }
        List<Integer> cores = order.stream().flatMap(node -> byNode.get(node).stream()).limit(wanted).sorted().toList();
        return new IoCores(cores, "",
                "no NUMA node has " + wanted + " cores for the io-engine, so they lie on several");
    }

    /** The lowest CPU of each physical core by NUMA node, without the core of CPU 0. */
    private static Map<Integer, List<Integer>> firsts(List<Cpu.Logical> logical) {
        Map<Integer, List<Integer>> out = new TreeMap<>();
        List<Integer> seen = new ArrayList<>();
        logical.stream().sorted(Comparator.comparing(Cpu.Logical::number)).forEach(cpu -> {
            boolean first = cpu.number() != 0 && !cpu.siblings().contains(0) && !seen.contains(cpu.number());
            seen.addAll(cpu.siblings());
            if (first) {
                out.computeIfAbsent(cpu.numa(), _ -> new ArrayList<>()).add(cpu.number());
            }
        });
        return out;
    }

    /** How many pool disks and storage NICs are at each NUMA node. */
    private static Map<Integer, Integer> near(NodeInput input) {
        Map<Integer, Integer> out = new HashMap<>();
        List<Disk> pools = input.fingerprint().disks().stream().filter(disk -> input.claims().stream()
                .anyMatch(claim -> claim.role() == DiskRole.POOL && claim.disk().equals(disk.id()))).toList();
        pools.forEach(disk -> disk.numa().ifPresent(node -> out.merge(node, 1, Integer::sum)));
        Sheet sheet = new Sheet(new Configuration(List.of()), Contract.V1_10, input, new ArrayList<>());
        for (Nic nic : NicPlan.of(sheet).storage()) {
            nic.numa().ifPresent(node -> out.merge(node, 1, Integer::sum));
        }
        out.remove(-1);
        return out;
    }

    /** The kernel argument that keeps other work off them. */
    String argument() {
        return "isolcpus=" + cores.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
