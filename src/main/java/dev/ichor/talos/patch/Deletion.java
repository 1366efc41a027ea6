package dev.ichor.talos.patch;

import dev.ichor.yaml.Mark;
import dev.ichor.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code $patch: delete} of a document.
 *
 * @param mark where it stands
 * @param path keys that lead to what is deleted, or to the list that holds it; empty for the whole document
 * @param item by what an item of that list is known
 */
record Deletion(Mark mark, List<String> path, Optional<Item> item) {
    private static final String PATCH = "$patch";

    Deletion {
        path = List.copyOf(path);
    }

    /** The first key of the item beside {@code $patch}, and its value as it is written. */
    record Item(String key, String text) {
    }

    /**
     * A document without its deletions.
     *
     * @param rest empty if nothing else is left of it
     */
    record Sorted(List<Deletion> deletions, Optional<YamlNode.Map> rest) {
    }

    static Sorted sort(YamlNode.Map document, Complaints complaints) {
        List<Deletion> deletions = new ArrayList<>();
        Optional<YamlNode> rest = rest(document, List.of(), false, deletions, complaints);
        return new Sorted(deletions, rest.map(YamlNode.Map.class::cast));
    }

    private static Optional<YamlNode> rest(YamlNode node, List<String> path, boolean inList, List<Deletion> out,
                                           Complaints complaints) {
        return switch (node) {
            case YamlNode.Scalar scalar -> Optional.of(scalar);
            case YamlNode.Seq seq -> items(seq, path, inList, out, complaints);
            case YamlNode.Map map -> {
                if (isDeletion(map, complaints)) {
                    if (inList) {
                        complaints.error(map.mark(), "nothing inside an item of a list can be deleted",
                                "Delete the item and add it anew");
                    }
                    out.add(new Deletion(map.mark(), path, Optional.empty()));
                    yield Optional.empty();
                }
                Map<String, YamlNode> entries = new LinkedHashMap<>();
                map.entries().forEach((key, value) -> rest(value, and(path, key), inList, out, complaints)
                        .ifPresent(left -> entries.put(key, left)));
                yield entries.isEmpty() && !map.entries().isEmpty() ? Optional.empty()
                        : Optional.of(new YamlNode.Map(map.mark(), entries));
            }
        };
    }

    private static Optional<YamlNode> items(YamlNode.Seq seq, List<String> path, boolean inList, List<Deletion> out,
                                            Complaints complaints) {
        List<YamlNode> items = new ArrayList<>();
        for (YamlNode item : seq.items()) {
            if (item instanceof YamlNode.Map map && isDeletion(map, complaints)) {
                if (inList) {
                    complaints.error(map.mark(), "nothing inside an item of a list can be deleted",
                            "Delete the outer item and add it anew");
                }
                selector(map, complaints).ifPresent(by -> out.add(new Deletion(map.mark(), path, Optional.of(by))));
            } else {
                rest(item, path, true, out, complaints).ifPresent(items::add);
            }
        }
        return items.isEmpty() && !seq.items().isEmpty() ? Optional.empty()
                : Optional.of(new YamlNode.Seq(seq.mark(), items));
    }

    private static Optional<Item> selector(YamlNode.Map map, Complaints complaints) {
        for (Map.Entry<String, YamlNode> entry : map.entries().entrySet()) {
            if (!entry.getKey().equals(PATCH) && entry.getValue() instanceof YamlNode.Scalar scalar
                    && !scalar.isNull()) {
                return Optional.of(new Item(entry.getKey(), scalar.text()));
            }
        }
        complaints.error(map.mark(), "does not say which item to delete", "Add a key and value by which it is known,"
                + " e.g. `interface: eth0`");
        return Optional.empty();
    }

    private static boolean isDeletion(YamlNode.Map map, Complaints complaints) {
        YamlNode value = map.entries().get(PATCH);
        if (value == null) {
            return false;
        }
        if (!(value instanceof YamlNode.Scalar scalar) || !scalar.text().equals("delete")) {
            complaints.error(value.mark(), "Talos knows no other `$patch` than delete", "Write `$patch: delete`, or"
                    + " leave it out to merge");
        }
        return true;
    }

    private static List<String> and(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }

    /** Deletes in a document that may be changed. */
    void applyTo(Map<String, Object> body, Complaints complaints) {
        Object holder = body;
        for (String key : path.subList(0, path.size() - 1)) {
            holder = holder instanceof Map<?, ?> map ? map.get(key) : null;
        }
        String last = path.getLast();
        if (!(holder instanceof Map<?, ?> map)) {
            complaints.error(mark, "there is no " + String.join(".", path.subList(0, path.size() - 1))
                    + " to delete something from", "Remove this deletion, or correct its path");
        } else if (item.isPresent()) {
            item(map, last, item.get(), complaints);
        } else if (map.remove(last) == null) {
            complaints.warning(mark, "there is no " + String.join(".", path) + " to delete", "Remove this deletion");
        }
    }

    private void item(Map<?, ?> map, String last, Item by, Complaints complaints) {
        if (map.get(last) instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Map<?, ?> one && one.get(by.key()) != null
                        && one.get(by.key()).toString().equals(by.text())) {
                    list.remove(i);
                    if (list.isEmpty()) {
                        map.remove(last);
                    }
                    return;
                }
            }
        }
        complaints.error(mark, "no item of " + String.join(".", path) + " has that " + by.key(),
                "Remove this deletion, or correct it");
    }
}
