package dev.ichor.assets.build;

import dev.ichor.base.Problems;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which packages some packages need. Only libraries and kernels are followed: the image takes single programs out
 * of packages, so what a package needs to be installed and configured does not matter.
 */
final class DebClosure {
    private DebClosure() {}

    /** Answers names with what is known about them; names that nobody knows are left out. */
    @FunctionalInterface
    interface Lookup {
        Map<String, DebPackage> describe(Collection<String> names) throws BuildFailed;
    }

    /**
     * The given packages and all they need, by name.
     *
     * @param problems gets each package that is missing, with who needs it
     */
    static SortedMap<String, DebPackage> of(Collection<String> roots, Lookup lookup, Problems problems)
            throws BuildFailed {
        SortedMap<String, DebPackage> chosen = new TreeMap<>();
        Map<String, String> neededBy = new TreeMap<>();
        Deque<Map<String, String>> rounds = new ArrayDeque<>();
        Map<String, String> first = new TreeMap<>();
        roots.forEach(root -> first.put(root, "the package list"));
        rounds.add(first);
        while (!rounds.isEmpty()) {
            Map<String, String> wanted = rounds.remove();
            wanted.keySet().removeIf(neededBy::containsKey);
            if (wanted.isEmpty()) {
                continue;
            }
            neededBy.putAll(wanted);
            Map<String, DebPackage> known = lookup.describe(wanted.keySet());
            Map<String, String> next = new TreeMap<>();
            wanted.forEach((name, by) -> Optional.ofNullable(known.get(name)).ifPresentOrElse(found -> {
                chosen.put(name, found);
                follow(found, next);
            }, () -> problems.add("package " + name, "not found; " + by + " needs it",
                    "run 'apt-get update', or put the .deb into the folder given with --from")));
            rounds.add(next);
        }
        return chosen;
    }

    private static void follow(DebPackage needing, Map<String, String> next) {
        for (List<String> alternatives : needing.depends()) {
            String name = alternatives.getFirst();
            if (name.startsWith("lib") || name.startsWith("zlib") || name.startsWith("linux-image-")) {
                next.putIfAbsent(name, needing.name());
            }
        }
    }
}
