package dev.ichor.assets.build;

import dev.ichor.base.Malformed;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which modules of a kernel go into the image: those that the list selects, and all they need. */
final class ModuleClosure {
    private ModuleClosure() {}

    /** Reads one module's {@code .modinfo}; only chosen modules are read, because a kernel has thousands. */
    @FunctionalInterface
    interface Reader {
        KernelModule read(String path) throws Malformed, BuildFailed;
    }

    /**
     * The chosen modules by path.
     *
     * @param all   paths of all modules of the kernel
     * @param rules lines of the list: a module or folder without suffix, or with a leading {@code -} to take out;
     *              a module that another one needs comes back in
     */
    static SortedMap<String, KernelModule> of(Collection<String> all, List<String> rules, Reader reader)
            throws Malformed, BuildFailed {
        SortedMap<String, String> byName = new TreeMap<>();
        all.forEach(path -> byName.put(KernelModule.nameOf(path), path));
        Deque<String> open = new ArrayDeque<>();
        all.stream().sorted().filter(path -> selected(path, rules)).forEach(open::add);
        SortedMap<String, KernelModule> chosen = new TreeMap<>();
        while (!open.isEmpty()) {
            String path = open.remove();
            if (chosen.containsKey(path)) {
                continue;
            }
            KernelModule module = reader.read(path);
            chosen.put(path, module);
            // A name that is no module is built into the kernel.
            module.needs().stream().filter(byName::containsKey).map(byName::get).forEach(open::add);
        }
        return chosen;
    }

    /** Selecting lines that match nothing, neither module nor built-in. */
    static SortedSet<String> unknown(Collection<String> all, Collection<String> builtIn, List<String> rules) {
        SortedSet<String> unknown = new TreeSet<>();
        for (String rule : rules) {
            if (!rule.startsWith("-") && all.stream().noneMatch(path -> matches(path, rule))
                    && builtIn.stream().noneMatch(path -> matches(path, rule))) {
                unknown.add(rule);
            }
        }
        return unknown;
    }

    private static boolean selected(String path, List<String> rules) {
        return rules.stream().anyMatch(rule -> !rule.startsWith("-") && matches(path, rule))
                && rules.stream().noneMatch(rule -> rule.startsWith("-") && matches(path, rule.substring(1)));
    }

    private static boolean matches(String path, String rule) {
        return path.startsWith(rule + "/") || path.startsWith(rule + ".ko");
    }
}
