package dev.ichor.kube;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How changes come into objects. A stand-in: items of lists are known by their names, and nobody owns fields. */
final class KubePatches {
    private KubePatches() {
    }

    /** @param type the content type of the patch */
    static Map<String, Object> patch(Map<String, Object> object, String type, byte[] body) {
        if (type.startsWith("application/json-patch")) {
            return jsonPatch(Tree.copyMap(object), Tree.parseList(body));
        }
        boolean byName = type.startsWith("application/strategic-merge-patch");
        return Tree.map(merge(object, Tree.parse(body), byName, true));
    }

    /**
     * Server-side apply: what the same manager applied before and does not any more goes.
     *
     * @param before what it applied last; empty if nothing
     */
    static Map<String, Object> apply(Map<String, Object> object, Map<String, Object> applied,
                                     Optional<Map<String, Object>> before) {
        Map<String, Object> kept = Tree.copyMap(object);
        before.ifPresent(old -> prune(kept, old, applied));
        return Tree.map(merge(kept, applied, true, false));
    }

    private static void prune(Map<String, Object> object, Map<String, Object> old, Map<String, Object> now) {
        old.forEach((key, value) -> {
            if (!now.containsKey(key)) {
                object.remove(key);
            } else if (value instanceof Map<?, ?> && now.get(key) instanceof Map<?, ?>
                    && object.get(key) instanceof Map<?, ?>) {
                prune(Tree.map(object.get(key)), Tree.map(value), Tree.map(now.get(key)));
            }
        });
    }

    private static Object merge(Object old, Object patch, boolean byName, boolean nullRemoves) {
        if (patch instanceof Map<?, ?> map) {
            Map<String, Object> merged = old instanceof Map<?, ?> ? new LinkedHashMap<>(Tree.map(old))
                    : new LinkedHashMap<>();
            Tree.map(map).forEach((key, value) -> {
                if (key.startsWith("$")) {
                    return;
                }
                if (value == null && nullRemoves) {
                    merged.remove(key);
                } else {
                    merged.put(key, merge(merged.get(key), value, byName, nullRemoves));
                }
            });
            return merged;
        }
        if (patch instanceof List<?> items && byName && old instanceof List<?> olds
                && isNamed(items) && isNamed(olds)) {
            return mergeLists(Tree.list(olds), Tree.list(items), nullRemoves);
        }
        return Tree.copy(patch);
    }

    private static boolean isNamed(List<?> items) {
        return !items.isEmpty() && items.stream().allMatch(item -> item instanceof Map<?, ?> map
                && map.containsKey("name"));
    }

    private static List<Object> mergeLists(List<Object> old, List<Object> items, boolean nullRemoves) {
        List<Object> merged = new ArrayList<>();
        for (Object item : items) {
            Object same = old.stream().filter(one -> Objects.equals(Tree.at(one, "name"), Tree.at(item, "name")))
                    .findFirst().orElse(null);
            if (!"delete".equals(Tree.text(item, "$patch"))) {
                merged.add(merge(same, item, true, nullRemoves));
            }
        }
        if (nullRemoves) {
            old.stream().filter(one -> items.stream().noneMatch(item -> Objects.equals(Tree.at(one, "name"),
                    Tree.at(item, "name")))).forEach(merged::add);
        }
        return merged;
    }

    private static Map<String, Object> jsonPatch(Map<String, Object> object, List<Object> operations) {
        for (Object operation : operations) {
            String[] path = Tree.text(operation, "path").substring(1).split("/");
            Object here = object;
            for (int i = 0; i < path.length - 1; i++) {
                here = here instanceof List<?> list ? list.get(Integer.parseInt(path[i]))
                        : Tree.child(Tree.map(here), unescape(path[i]));
            }
            String last = unescape(path[path.length - 1]);
            boolean removes = Tree.text(operation, "op").equals("remove");
            if (here instanceof List<?> list) {
                editList(Tree.list(list), last, removes, Tree.at(operation, "value"));
            } else if (removes) {
                Tree.map(here).remove(last);
            } else if (!Tree.text(operation, "op").equals("test")) {
                Tree.map(here).put(last, Tree.at(operation, "value"));
            }
        }
        return object;
    }

    private static void editList(List<Object> list, String index, boolean removes, Object value) {
        if (removes) {
            list.remove(Integer.parseInt(index));
        } else if (index.equals("-")) {
            list.add(value);
        } else {
            list.set(Integer.parseInt(index), value);
        }
    }

    private static String unescape(String part) {
        return part.replace("~1", "/").replace("~0", "~");
    }
}
