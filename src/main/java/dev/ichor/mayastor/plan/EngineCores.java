package dev.ichor.mayastor.plan;

import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.Size;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.plan.HandoffPlan.Engine;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Chooses the CPUs of the io-engine. Its chart makes one DaemonSet with one list of CPUs, so each must exist on every
 * storage node; the engine polls them without a pause, so none shares a physical core with another or with CPU 0.
 */
final class EngineCores {
    /** Below it the io-engine exits (io-engine 2.x). */
    static final int LEAST_PAGES = 1024;
    /** Bytes of a huge page. */
    static final long PAGE = 2L << 20;

    private EngineCores() {
    }

    static Engine of(MayastorPlan plan, List<Stores> nodes, Findings findings) {
        int pages = Math.max(plan.hugepages(), LEAST_PAGES);
        if (nodes.isEmpty() || plan.cores() < 1) {
            return new Engine(List.of(), pages, "Nothing stores.");
        }
        Optional<List<Integer>> isolated = isolated(plan, nodes);
        List<Integer> cores = isolated.orElseGet(() -> chosen(plan.cores(), nodes));
        if (cores.size() < plan.cores()) {
            lacking(plan.cores(), cores.size(), nodes, findings);
        } else {
            differing(cores, nodes, findings);
        }
        String list = cores.stream().map(Object::toString).collect(Collectors.joining(", "));
        return new Engine(cores, pages, (cores.isEmpty() ? "No CPU can be given to the io-engine."
                : "The io-engine polls the CPUs " + list + " of every storage node, one of each physical core, none of"
                + " the core with CPU 0" + (isolated.isPresent() ? "; the kernel keeps other work off them." : "."))
                + " It takes " + pages + " huge pages (" + Size.memory(pages * PAGE) + "); below " + LEAST_PAGES
                + " free ones it exits.");
    }

    /** What all nodes keep free already. */
    private static Optional<List<Integer>> isolated(MayastorPlan plan, List<Stores> nodes) {
        Set<List<Integer>> sets = nodes.stream().map(EngineCores::isolated).collect(Collectors.toSet());
        return sets.size() == 1 ? sets.stream().filter(cores -> cores.size() == plan.cores()
                && nodes.stream().allMatch(node -> fits(node, cores))).findFirst() : Optional.empty();
    }

    private static List<Integer> isolated(Stores node) {
        return node.machine().served().map(served -> List.copyOf(new TreeSet<>(served.isolated()))).orElse(List.of());
    }

    private static boolean fits(Stores node, List<Integer> cores) {
        List<Integer> so = new ArrayList<>();
        for (int core : cores) {
            if (!adds(node, so, core)) {
                return false;
            }
            so.add(core);
        }
        return true;
    }

    /** Whether the node has that CPU, on a physical core of its own. */
    private static boolean adds(Stores node, List<Integer> so, int number) {
        return cpu(node, number).filter(cpu -> number > 0 && !cpu.siblings().contains(0)
                && so.stream().noneMatch(one -> one == number || shares(node, cpu, one))).isPresent()
                && cpu(node, 0).filter(zero -> zero.siblings().contains(number)).isEmpty();
    }

    private static boolean shares(Stores node, Cpu.Logical cpu, int other) {
        return cpu.siblings().contains(other)
                || cpu(node, other).filter(one -> one.siblings().contains(cpu.number())).isPresent();
    }

    private static Optional<Cpu.Logical> cpu(Stores node, int number) {
        List<Cpu.Logical> all = node.fingerprint().cpu().logical();
        // Nearly always they are numbered as they stand.
        return number >= 0 && number < all.size() && all.get(number).number() == number ? Optional.of(all.get(number))
                : all.stream().filter(cpu -> cpu.number() == number).findFirst();
    }

    /** As many as there are up to the number wanted: those near the disks of most nodes first, then the lowest. */
    private static List<Integer> chosen(int wanted, List<Stores> nodes) {
        Map<Integer, Integer> near = new HashMap<>();
        nodes.forEach(node -> near(node).forEach(number -> near.merge(number, 1, Integer::sum)));
        Set<Integer> all = new TreeSet<>();
        nodes.getFirst().fingerprint().cpu().logical().forEach(cpu -> all.add(cpu.number()));
        List<Integer> so = new ArrayList<>();
        all.stream().sorted(Comparator.comparing((Integer number) -> -near.getOrDefault(number, 0))
                .thenComparing(Comparator.naturalOrder())).forEach(number -> {
                    if (so.size() < wanted && nodes.stream().allMatch(node -> adds(node, so, number))) {
                        so.add(number);
                    }
                });
        return so.stream().sorted().toList();
    }

    /** CPUs of the NUMA node with most pool disks and storage NICs. */
    private static List<Integer> near(Stores node) {
        Map<Integer, Integer> count = new HashMap<>();
        List<String> pools = node.pools().stream().map(Pool::serial).toList();
        node.fingerprint().disks().stream().filter(disk -> pools.contains(disk.serial())).map(Disk::numa)
                .forEach(numa -> numa.ifPresent(at -> count.merge(at, 1, Integer::sum)));
        node.nics().forEach(nic -> nic.numa().ifPresent(at -> count.merge(at, 1, Integer::sum)));
        count.remove(-1);
        Optional<Integer> best = count.keySet().stream().min(Comparator.comparing((Integer at) -> -count.get(at))
                .thenComparing(Comparator.naturalOrder()));
        return node.fingerprint().cpu().logical().stream().filter(cpu -> best.equals(Optional.of(cpu.numa())))
                .map(Cpu.Logical::number).toList();
    }

    private static void lacking(int wanted, int common, List<Stores> nodes, Findings findings) {
        String words = wanted == 1 ? "1 core" : wanted + " cores";
        boolean found = false;
        for (Stores node : nodes) {
            int own = chosen(wanted, List.of(node)).size();
            if (own < wanted) {
                found = true;
                findings.error(node.name(), node.fingerprint().cpu().logical().isEmpty()
                        ? "nothing is known of the machine's CPUs" : "the io-engine shall have " + words
                        + " to itself; beside the core of CPU 0 the machine has " + (own == 0 ? "none" : own),
                        "Ask for fewer cores, or use a larger machine");
            }
        }
        if (!found) {
            findings.error(findings.declared("/mayastor/cores"), "the io-engine shall have " + words + ", and only "
                    + common + " are on cores of their own on all of " + nodes.stream().map(Stores::name)
                    .collect(Collectors.joining(", ")) + ", whose CPUs are numbered differently",
                    "Ask for fewer cores, or switch hyper-threading off on all");
        }
    }

    private static void differing(List<Integer> cores, List<Stores> nodes, Findings findings) {
        for (Stores node : nodes) {
            List<Integer> own = isolated(node);
            if (!own.isEmpty() && !own.equals(cores)) {
                findings.warning(node.name(), "the node keeps the CPUs " + own + " free (isolcpus), but the io-engine"
                        + " takes " + cores + ", which are the ones that every storage node has",
                        "Use machines of one kind for storage, or do not isolate");
            }
        }
    }
}
