package dev.ichor.mayastor.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What it means that StorageClasses changed. */
final class ClassMeaning {
    private ClassMeaning() {
    }

    static Meaning of(String path, String before, String now) {
        Map<String, Map<?, ?>> old = byName(before);
        Map<String, Map<?, ?>> fresh = byName(now);
        List<String> texts = new ArrayList<>();
        List<String> mends = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(fresh.keySet());
        names.addAll(old.keySet());
        for (String name : names) {
            if (!old.containsKey(name)) {
                texts.add("StorageClass " + name + " is new");
            } else if (!fresh.containsKey(name)) {
                texts.add("StorageClass " + name + " is no longer planned; its volumes live on");
                mends.add("kubectl delete storageclass " + name);
            } else {
                changed(name, path, old.get(name), fresh.get(name), texts, mends);
            }
        }
        return new Meaning(String.join("; ", texts), String.join("; ", mends));
    }

    private static Map<String, Map<?, ?>> byName(String text) {
        Map<String, Map<?, ?>> out = new LinkedHashMap<>();
        Manifests.read(text).stream().filter(one -> Manifests.text(one, "kind").equals("StorageClass"))
                .forEach(one -> out.put(Manifests.text(one, "metadata", "name"), one));
        return out;
    }

    private static void changed(String name, String path, Map<?, ?> old, Map<?, ?> now, List<String> texts,
                                List<String> mends) {
        Map<String, String> before = Manifests.leaves(old);
        Map<String, String> after = Manifests.leaves(now);
        Set<String> keys = new LinkedHashSet<>(after.keySet());
        keys.addAll(before.keySet());
        keys.removeIf(key -> before.getOrDefault(key, "").equals(after.getOrDefault(key, "")));
        if (keys.isEmpty()) {
            return;
        }
        List<String> shown = keys.stream().map(key -> key + " " + shown(before, key) + " became " + shown(after, key))
                .toList();
        texts.add("StorageClass " + name + ": " + String.join(", ", shown));
        if (keys.stream().anyMatch(ClassMeaning::isImmutable)) {
            mends.add("Kubernetes refuses to change it, and volumes that exist keep what they have: kubectl delete"
                    + " storageclass " + name + ", then kubectl apply -f " + path);
        }
        if (keys.contains("parameters.repl")) {
            mends.add("Volumes that exist get more or fewer replicas by the plugin's command scale volume");
        }
    }

    private static String shown(Map<String, String> leaves, String key) {
        return leaves.containsKey(key) ? leaves.get(key) : "(nothing)";
    }

    /** Only labels, annotations and whether volumes may grow can be changed in place. */
    private static boolean isImmutable(String key) {
        return !key.startsWith("metadata.") && !key.equals("allowVolumeExpansion");
    }
}
