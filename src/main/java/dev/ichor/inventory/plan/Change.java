package dev.ichor.inventory.plan;

import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Shape;
import dev.ichor.inventory.World;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One thing that an apply would do.
 *
 * @param action what
 * @param kind   to what
 * @param name   to which
 * @param fields for an update: each field that changes, with both values
 */
public record Change(Action action, Declared.Kind kind, String name, List<Field> fields) {
    public Change {
        fields = List.copyOf(fields);
    }

    /** {@code LEAVE}: it is declared here, not in the files, and pruning was not asked for. */
    public enum Action { CREATE, UPDATE, DELETE, LEAVE }

    /** A field by its path, and both values as text; empty text for an absent one. */
    public record Field(String path, String before, String after) {
    }

    /**
     * What leads from {@code now} to {@code wanted}, in the order of kinds and names; what stays the same is left out.
     *
     * @param prune whether what {@code wanted} does not hold is deleted
     * @param made  names of nodes that policies made: they are never deleted because no file names them
     */
    public static List<Change> between(World now, World wanted, boolean prune, Set<String> made) {
        Map<String, Declared> before = byName(now);
        Map<String, Declared> after = byName(wanted);
        List<Change> changes = new ArrayList<>();
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            Declared old = before.get(key);
            Declared next = after.get(key);
            if (old == null) {
                changes.add(new Change(Action.CREATE, next.kind(), next.name(), List.of()));
            } else if (next == null) {
                boolean kept = !prune || old instanceof Node && made.contains(old.name());
                changes.add(new Change(kept ? Action.LEAVE : Action.DELETE, old.kind(), old.name(), List.of()));
            } else if (!fields(old, next).isEmpty()) {
                changes.add(new Change(Action.UPDATE, next.kind(), next.name(), fields(old, next)));
            }
        }
        return changes;
    }

    /** The keys sort by kind, then name. */
    private static Map<String, Declared> byName(World world) {
        Map<String, Declared> out = new TreeMap<>();
        world.all().forEach(one -> out.put(one.kind().ordinal() + one.name(), one));
        return out;
    }

    private static List<Field> fields(Declared old, Declared next) {
        Map<String, String> before = new LinkedHashMap<>();
        Map<String, String> after = new LinkedHashMap<>();
        flatten("", Shape.of(old, true), before);
        flatten("", Shape.of(next, true), after);
        Set<String> paths = new LinkedHashSet<>(after.keySet());
        paths.addAll(before.keySet());
        return paths.stream()
                .map(path -> new Field(path, before.getOrDefault(path, ""), after.getOrDefault(path, "")))
                .filter(field -> !field.before().equals(field.after())).toList();
    }

    /**
     * Lists of texts are one field; disks, NICs, routes and patches are told apart by what names them, not by their
     * place in the list. Patches are applied in order, so the order of their names is a field too.
     */
    private static void flatten(String path, Map<?, ?> map, Map<String, String> out) {
        map.forEach((key, value) -> {
            String at = path.isEmpty() ? key.toString() : path + "." + key;
            switch (value) {
                case Map<?, ?> inner -> flatten(at, inner, out);
                case List<?> list when list.getFirst() instanceof Map<?, ?> -> {
                    list.forEach(item -> item(at, (Map<?, ?>) item, out));
                    if (key.equals("patches")) {
                        out.put(at, String.join(", ", list.stream().map(item -> ((Map<?, ?>) item).get("name")
                                .toString()).toList()));
                    }
                }
                case List<?> list -> out.put(at, String.join(", ", list.stream().map(Object::toString).toList()));
                case Object one -> out.put(at, one.toString());
            }
        });
    }

    /** The first entry names the item. */
    private static void item(String at, Map<?, ?> item, Map<String, String> out) {
        Iterator<? extends Map.Entry<?, ?>> entries = item.entrySet().iterator();
        String named = at + "[" + entries.next().getValue() + "]";
        entries.forEachRemaining(entry -> out.put(item.size() == 2 ? named : named + "." + entry.getKey(),
                entry.getValue().toString()));
    }
}
