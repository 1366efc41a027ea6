package dev.ichor.mayastor.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What it means that the chart's values changed. */
final class ValuesMeaning {
    private static final String UMBRELLA = "mayastor.";
    private static final int MOST = 8;

    private ValuesMeaning() {
    }

    static Meaning of(String before, String now, String namespace) {
        Map<String, String> old = Manifests.read(before).stream().findFirst().map(Manifests::leaves).orElse(Map.of());
        Map<String, String> fresh = Manifests.read(now).stream().findFirst().map(Manifests::leaves).orElse(Map.of());
        Set<String> keys = new LinkedHashSet<>(fresh.keySet());
        keys.addAll(old.keySet());
        keys.removeIf(key -> old.getOrDefault(key, "").equals(fresh.getOrDefault(key, "")));
        if (keys.isEmpty()) {
            return Meaning.PLAIN;
        }
        List<String> mends = new ArrayList<>();
        if (any(keys, key -> key.startsWith("io_engine."))) {
            mends.add(Commands.restart(namespace));
        }
        if (any(keys, key -> key.equals("io_engine.coreList"))) {
            mends.add("csi-node takes its number of queues from the cores too, so its pods are made anew; where cores"
                    + " are isolated, the nodes need new kernel arguments and a reboot first");
        }
        if (any(keys, key -> key.startsWith("io_engine.resources.") && key.contains("hugepages"))) {
            mends.add("The nodes must have that many huge pages first (gate hugepages)");
        }
        if (any(keys, key -> key.startsWith("etcd.persistence") || key.startsWith("etcd.localpvScConfig")
                || key.equals("etcd.replicaCount"))) {
            mends.add("etcd holds what Mayastor knows of its volumes: Kubernetes refuses to change where a running"
                    + " etcd keeps its data, and members are added one at a time with all of them healthy");
        }
        String more = keys.size() > MOST ? " and " + (keys.size() - MOST) + " more" : "";
        return new Meaning("values of the chart changed: " + String.join(", ", keys.stream().limit(MOST)
                .map(key -> key + " " + old.getOrDefault(key, "(nothing)") + " became "
                        + fresh.getOrDefault(key, "(nothing)")).toList()) + more, String.join(". ", mends));
    }

    private static boolean any(Set<String> keys, Predicate<String> wanted) {
        return keys.stream().map(key -> key.startsWith(UMBRELLA) ? key.substring(UMBRELLA.length()) : key)
                .anyMatch(wanted);
    }
}
