package dev.ichor.talos.patch;

import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.yaml.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What differs between two configurations. Documents are matched by kind and name, entries of maps by their key, items
 * of lists by what names them ({@code interface}, {@code name} and the like), single values by themselves, else by
 * their place. Values are shown as YAML on one line. Mask both sides first for eyes that may not see secrets.
 */
public final class Comparison {
    private static final List<String> NAMES = List.of("name", "interface", "deviceSelector", "vlanId", "mountPath",
            "path", "destination", "image", "address", "network", "url", "endpoint", "type");

    private final List<Line> lines = new ArrayList<>();

    private Comparison() {
    }

    /**
     * One difference.
     *
     * @param where  {@code KIND[/NAME]#/path/in/it}
     * @param before empty if there was nothing
     * @param after  empty if there is nothing any more
     */
    public record Line(String where, Optional<String> before, Optional<String> after) {
    }

    /** In the order of the documents; empty if they say the same. */
    public static List<Line> of(Configuration before, Configuration after) {
        Map<String, Object> old = documents(before);
        Map<String, Object> now = documents(after);
        Comparison comparison = new Comparison();
        union(old.keySet(), now.keySet()).forEach(id -> comparison.values(id + "#", old.get(id), now.get(id)));
        return List.copyOf(comparison.lines);
    }

    private static Map<String, Object> documents(Configuration configuration) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (Document document : configuration.documents()) {
            String id = document.kind() + (document.name().isEmpty() ? "" : "/" + document.name());
            String free = id;
            for (int again = 2; out.containsKey(free); again++) {
                free = id + "(" + again + ")";
            }
            out.put(free, document.body());
        }
        return out;
    }

    private static Set<String> union(Set<String> one, Set<String> two) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(two);
        return all;
    }

    private void values(String where, Object before, Object after) {
        if (before == null || after == null || before.equals(after)) {
            if (before != after && (before == null || after == null)) {
                line(where, before, after);
            }
        } else if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> now) {
            Map<String, Object> left = texts(old);
            Map<String, Object> right = texts(now);
            union(left.keySet(), right.keySet()).forEach(key -> values(where + "/" + Pointer.escape(key),
                    left.get(key), right.get(key)));
        } else if (before instanceof List<?> old && after instanceof List<?> now) {
            lists(where, old, now);
        } else {
            line(where, before, after);
        }
    }

    private static Map<String, Object> texts(Map<?, ?> map) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put(key.toString(), value));
        return out;
    }

    private void lists(String where, List<?> before, List<?> after) {
        int told = lines.size();
        Optional<Map<String, Object>> old = named(before);
        Optional<Map<String, Object>> now = named(after);
        if (old.isPresent() && now.isPresent()) {
            union(old.get().keySet(), now.get().keySet()).forEach(key -> values(where + "/" + Pointer.escape(key),
                    old.get().get(key), now.get().get(key)));
        } else {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                values(where + "/" + i, i < before.size() ? before.get(i) : null,
                        i < after.size() ? after.get(i) : null);
            }
        }
        if (lines.size() == told) {
            line(where, before, after);
        }
    }

    /** The items by what names them; empty if something has no name, or two have the same. */
    private static Optional<Map<String, Object>> named(List<?> list) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (Object item : list) {
            Optional<String> name = name(item);
            if (name.isEmpty() || out.putIfAbsent(name.get(), item) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(out);
    }

    private static Optional<String> name(Object item) {
        return switch (item) {
            case Map<?, ?> map -> NAMES.stream().filter(map::containsKey).findFirst()
                    .map(key -> key + "=" + Brief.of(map.get(key)));
            case List<?> _ -> Optional.empty();
            default -> Optional.of(Brief.of(item));
        };
    }

    private void line(String where, Object before, Object after) {
        lines.add(new Line(where, Optional.ofNullable(before).map(Brief::of), Optional.ofNullable(after)
                .map(Brief::of)));
    }
}
