package dev.ichor.mayastor.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Judges DiskPools. */
final class PoolWishes {
    private PoolWishes() {
    }

    static Standing online(Wish.PoolsOnline wish, JsonNode tree) {
        Map<String, JsonNode> pools = byName(tree);
        List<String> open = new ArrayList<>();
        for (String name : wish.pools()) {
            if (!pools.containsKey(name)) {
                open.add(name + " is not there");
            } else if (!isOnline(pools.get(name))) {
                open.add(words(pools.get(name)));
            }
        }
        return open.isEmpty() ? new Standing.Done(wish.pools().size() + " pools are created and online")
                : new Standing.Waiting(String.join("; ", open));
    }

    private static Map<String, JsonNode> byName(JsonNode tree) {
        return Wishes.items(tree).stream().collect(Collectors.toMap(Wishes::name, pool -> pool, (one, two) -> one,
                TreeMap::new));
    }

    /** Newer versions say {@code status}, older ones {@code pool_status}. */
    static String status(JsonNode pool) {
        JsonNode status = pool.path("status");
        String newer = Wishes.text(status.path("status"));
        return newer.isEmpty() ? Wishes.text(status.path("pool_status")) : newer;
    }

    static String state(JsonNode pool) {
        return Wishes.text(pool.at("/status/cr_state"));
    }

    static boolean isOnline(JsonNode pool) {
        return state(pool).equals("Created") && status(pool).equals("Online");
    }

    static String words(JsonNode pool) {
        String error = Wishes.text(pool.at("/status/error/code"));
        String state = state(pool);
        String status = status(pool);
        return Wishes.name(pool) + " is " + (state.isEmpty() ? "new" : state) + (status.isEmpty() ? "" : ", " + status)
                + (error.isEmpty() ? "" : " (" + error + ")");
    }

    /** A pool as Kubernetes has it. @param disks links, without scheme and parameters */
    record Existing(String name, String node, List<String> disks, boolean online) {
    }

    static List<Existing> existing(JsonNode tree) {
        return Wishes.items(tree).stream().filter(pool -> !Wishes.name(pool).isEmpty()).map(pool -> new Existing(
                Wishes.name(pool), Wishes.text(pool.at("/spec/node")), StreamSupport.stream(pool.at("/spec/disks")
                .spliterator(), false).map(disk -> link(Wishes.text(disk))).toList(), isOnline(pool))).toList();
    }

    /** {@code aio:///dev/x?blk_size=512} is {@code /dev/x}. */
    static String link(String uri) {
        String path = uri.replaceFirst("^[a-z]+://", "");
        int question = path.indexOf('?');
        return question < 0 ? path : path.substring(0, question);
    }

    /** Those of the plan's pools that are there as planned, by name; or why nothing may be done. */
    static Optional<String> conflict(Install.Placed placed, List<Existing> existing) {
        Install.Disk disk = placed.disk();
        for (Existing pool : existing) {
            boolean same = pool.node().equals(placed.node()) && pool.disks().equals(List.of(disk.link()));
            if (pool.name().equals(disk.pool()) && !same) {
                return Optional.of("the pool " + pool.name() + " is there already, on " + pool.node() + " with "
                        + String.join(", ", pool.disks()) + "; the plan has it on " + placed.node() + " with "
                        + disk.link());
            }
            if (!pool.name().equals(disk.pool()) && pool.node().equals(placed.node())
                    && pool.disks().contains(disk.link())) {
                return Optional.of("disk " + disk.serial() + " of " + placed.node() + " belongs to the pool "
                        + pool.name() + " already; the plan has it in " + disk.pool());
            }
        }
        return Optional.empty();
    }
}
