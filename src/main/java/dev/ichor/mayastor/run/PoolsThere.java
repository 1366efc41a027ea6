package dev.ichor.mayastor.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pools that a cluster has already, seen with a plan's eyes.
 *
 * @param asPlanned names of pools that are there on the planned node with the planned disk
 * @param conflicts why nothing may be done, for people
 */
public record PoolsThere(Set<String> asPlanned, List<String> conflicts) {
    public static final PoolsThere NONE = new PoolsThere(Set.of(), List.of());
    private static final Pattern DEVICE = Pattern.compile("/dev/[^\"'\\s,\\]}?]*");

    public PoolsThere {
        asPlanned = Set.copyOf(asPlanned);
        conflicts = List.copyOf(conflicts);
    }

    /** Of what kubectl lists; empty if that is no list of pools. */
    public static Optional<PoolsThere> read(Install install, String json) {
        return Wishes.tree(json).filter(tree -> tree.path("items").isArray()).map(tree -> {
            List<PoolWishes.Existing> existing = PoolWishes.existing(tree);
            Set<String> planned = new TreeSet<>();
            List<String> conflicts = new ArrayList<>();
            for (Install.Placed placed : install.disks()) {
                Optional<String> conflict = PoolWishes.conflict(placed, existing);
                conflict.ifPresent(conflicts::add);
                if (conflict.isEmpty() && existing.stream().anyMatch(pool -> pool.name().equals(placed.disk()
                        .pool()))) {
                    planned.add(placed.disk().pool());
                }
            }
            return new PoolsThere(planned, conflicts);
        });
    }

    /** What is wrong with the file of a pool: it must name this pool, node and disk, and no other device. */
    public static Optional<String> trouble(String file, Install.Placed placed) {
        List<String> devices = new ArrayList<>();
        Matcher matcher = DEVICE.matcher(file);
        while (matcher.find()) {
            devices.add(matcher.group());
        }
        boolean right = devices.equals(List.of(placed.disk().link()))
                && says(file, "name", placed.disk().pool()) && says(file, "node", placed.node());
        return right ? Optional.empty() : Optional.of("the file of pool " + placed.disk().pool() + " does not name "
                + "exactly the disk " + placed.disk().link() + " of " + placed.node());
    }

    private static boolean says(String file, String key, String value) {
        return Pattern.compile("(?m)(^|[\\s{,])" + key + ": [\"']?" + Pattern.quote(value) + "[\"']?\\s*($|[,}])")
                .matcher(file).find();
    }
}
