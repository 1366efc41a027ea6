package dev.ichor.machine.hardware;

import java.util.List;

/**
 * Processors.
 *
 * @param model   of the first package
 * @param sockets packages with at least one CPU online
 * @param cores   physical cores
 * @param threads logical CPUs
 * @param sse42   whether every CPU has SSE4.2, without which Mayastor's io-engine does not start
 * @param flags   those flags, sorted, that later decisions read: {@code sse4_2}, {@code avx2}, {@code aes}, …
 * @param logical each logical CPU, by number
 */
public record Cpu(String model, int sockets, int cores, int threads, boolean sse42, List<String> flags,
                  List<Logical> logical) {
    public Cpu {
        flags = List.copyOf(flags);
        logical = List.copyOf(logical);
    }

    /**
     * One logical CPU.
     *
     * @param number   kernel number, from 0
     * @param socket   package
     * @param core     core id within the package
     * @param numa     NUMA node, -1 if the machine has none
     * @param siblings logical CPUs of the same core, with itself
     */
    public record Logical(int number, int socket, int core, int numa, List<Integer> siblings) {
        public Logical {
            siblings = List.copyOf(siblings);
        }
    }
}
