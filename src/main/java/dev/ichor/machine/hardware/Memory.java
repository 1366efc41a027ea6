package dev.ichor.machine.hardware;

import java.util.List;

/**
 * Memory that the kernel sees.
 *
 * @param bytes in total
 * @param nodes by NUMA node, in order; one node on machines without NUMA
 */
public record Memory(long bytes, List<Node> nodes) {
    public Memory {
        nodes = List.copyOf(nodes);
    }

    /** A NUMA node with its number, bytes and logical CPUs. */
    public record Node(int number, long bytes, List<Integer> cpus) {
        public Node {
            cpus = List.copyOf(cpus);
        }
    }
}
