package dev.ichor.machine.facts;

import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Cpu.Logical;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Processors, from {@code /proc/cpuinfo} and the kernel's topology. */
final class CpuReader {
    private static final Set<String> NOTABLE = Set.of("sse4_2", "avx", "avx2", "avx512f", "aes", "sha_ni", "pclmulqdq",
            "vmx", "svm", "pdpe1gb", "hypervisor", "rdseed", "x2apic", "crc32", "atomics", "sha2", "sve");
    private static final int MAXIMUM_CPUS = 8192;

    private CpuReader() {
    }

    static Cpu read(RawFacts facts, Notes notes) {
        List<Map<String, String>> infos = blocks(facts.text("cpu/cpuinfo"));
        List<Logical> logical = topology(facts.text("cpu/topology"));
        if (logical.isEmpty()) {
            logical = fallback(infos);
            if (!logical.isEmpty()) {
                notes.add("no CPU topology was read: NUMA nodes and siblings of CPUs are unknown");
            }
        }
        if (infos.isEmpty()) {
            notes.add("no /proc/cpuinfo was read: CPU model and flags are unknown");
        }
        Set<String> common = common(infos);
        Set<List<Integer>> cores = new HashSet<>();
        Set<Integer> sockets = new HashSet<>();
        for (Logical cpu : logical) {
            sockets.add(cpu.socket());
            cores.add(List.of(cpu.socket(), cpu.siblings().getFirst()));
        }
        return new Cpu(model(infos), sockets.size(), cores.size(), logical.size(), common.contains("sse4_2"),
                List.copyOf(common), logical);
    }

    private static List<Map<String, String>> blocks(String text) {
        List<Map<String, String>> out = new ArrayList<>();
        Map<String, String> now = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                now.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
            // on ARM a block without a CPU number follows: it describes the board
            if (line.isBlank() && !now.isEmpty()) {
                if (now.containsKey("processor") && out.size() < MAXIMUM_CPUS) {
                    out.add(now);
                }
                now = new HashMap<>();
            }
        }
        if (now.containsKey("processor")) {
            out.add(now);
        }
        return out;
    }

    private static String model(List<Map<String, String>> infos) {
        if (infos.isEmpty()) {
            return "";
        }
        Map<String, String> first = infos.getFirst();
        String name = first.getOrDefault("model name", first.getOrDefault("Model", ""));
        if (name.isEmpty() && first.containsKey("CPU part")) {
            name = "ARM implementer " + first.getOrDefault("CPU implementer", "?") + " part " + first.get("CPU part");
        }
        return Texts.clean(name.replaceAll("\\s+", " "));
    }

    private static Set<String> common(List<Map<String, String>> infos) {
        Set<String> common = new TreeSet<>();
        for (int i = 0; i < infos.size(); i++) {
            String text = infos.get(i).getOrDefault("flags", infos.get(i).getOrDefault("Features", ""));
            Set<String> flags = new HashSet<>(Arrays.asList(text.split(" ")));
            flags.retainAll(NOTABLE);
            if (i == 0) {
                common.addAll(flags);
            }
            common.retainAll(flags);
        }
        return common;
    }

    private static List<Logical> topology(String text) {
        Map<Integer, Logical> out = new TreeMap<>();
        text.lines().limit(MAXIMUM_CPUS).forEach(line -> {
            KeyValues keys = KeyValues.parse(line.strip().replace(' ', '\n'));
            int number = keys.natural("cpu").orElse(-1);
            if (number >= 0) {
                List<Integer> siblings = Texts.numbers(keys.raw("siblings"));
                out.put(number, new Logical(number, keys.integer("package").orElse(0),
                        keys.integer("core").orElse(number), keys.integer("node").orElse(-1),
                        siblings.isEmpty() ? List.of(number) : siblings));
            }
        });
        return List.copyOf(out.values());
    }

    private static List<Logical> fallback(List<Map<String, String>> infos) {
        Map<List<Integer>, List<Integer>> cores = new HashMap<>();
        List<int[]> seen = new ArrayList<>();
        for (Map<String, String> info : infos) {
            int number = Texts.integer(info.get("processor")).orElse(seen.size());
            int socket = Texts.integer(info.getOrDefault("physical id", "0")).orElse(0);
            int core = Texts.integer(info.getOrDefault("core id", "")).orElse(number);
            cores.computeIfAbsent(List.of(socket, core), key -> new ArrayList<>()).add(number);
            seen.add(new int[] {number, socket, core});
        }
        return seen.stream().map(cpu -> new Logical(cpu[0], cpu[1], cpu[2], -1, cores.get(List.of(cpu[1], cpu[2]))))
                .toList();
    }
}
