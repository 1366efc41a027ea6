package dev.ichor.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All objects of a cluster, and what happened to them in order. Callers hold its lock. */
final class KubeObjects {
    private static final String EPOCH = "2026-01-01T00:00:00Z";
    private final TreeMap<Key, Map<String, Object>> objects = new TreeMap<>();
    private final Map<Key, Integer> born = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private int made;
    private int tick;

    /** @param type {@link KubeType#key()} */
    record Key(String type, String namespace, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int types = type.compareTo(other.type);
            int spaces = namespace.compareTo(other.namespace);
            return types != 0 ? types : spaces != 0 ? spaces : name.compareTo(other.name);
        }

        @Override
        public String toString() {
            return type + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
        }
    }

    /** @param kind {@code ADDED}, {@code MODIFIED} or {@code DELETED} */
    record Event(int version, String kind, Key key, Map<String, Object> object) {
    }

    int version() {
        return events.size() + 1;
    }

    int tick() {
        return tick;
    }

    void advance() {
        tick++;
    }

    /** Ticks since it was made. */
    int age(Key key) {
        return tick - born.getOrDefault(key, tick);
    }

    Optional<Map<String, Object>> get(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    Optional<Map<String, Object>> get(String type, String namespace, String name) {
        return get(new Key(type, namespace, name));
    }

    List<Map.Entry<Key, Map<String, Object>>> entries(String type) {
        return objects.subMap(new Key(type, "", ""), new Key(type + "\0", "", "")).entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue())).toList();
    }

    Stream<Map<String, Object>> all(String type) {
        return entries(type).stream().map(Map.Entry::getValue);
    }

    Stream<Map<String, Object>> in(String type, String namespace) {
        return entries(type).stream().filter(entry -> entry.getKey().namespace().equals(namespace))
                .map(Map.Entry::getValue);
    }

    List<Key> keys() {
        return List.copyOf(objects.keySet());
    }

    List<Event> eventsAfter(int version) {
        return List.copyOf(events.subList(Math.min(version - 1, events.size()), events.size()));
    }

    /** Makes an object that is not there yet. */
    Map<String, Object> create(Key key, Map<String, Object> object) {
        if (objects.containsKey(key)) {
            throw new IllegalStateException(key + " exists");
        }
        Map<String, Object> fresh = Tree.copyMap(object);
        Map<String, Object> metadata = Tree.child(fresh, "metadata");
        metadata.put("name", key.name());
        if (!key.namespace().isEmpty()) {
            metadata.put("namespace", key.namespace());
        }
        metadata.put("uid", String.format("00000000-0000-4000-8000-%012d", ++made));
        metadata.put("creationTimestamp", EPOCH);
        metadata.put("generation", 1);
        born.put(key, tick);
        return keep(key, fresh, "ADDED");
    }

    /** Changes an object; nothing happens if nothing changes. */
    Map<String, Object> change(Key key, UnaryOperator<Map<String, Object>> edit) {
        Map<String, Object> old = objects.get(key);
        Map<String, Object> edited = edit.apply(Tree.copyMap(old));
        if (edited.equals(old)) {
            return old;
        }
        if (!Objects.equals(edited.get("spec"), old.get("spec"))) {
            Tree.child(edited, "metadata").put("generation", Tree.number(old, 1, "metadata", "generation") + 1);
        }
        return keep(key, edited, "MODIFIED");
    }

    void status(Key key, Map<String, Object> status) {
        Map<String, Object> now = Tree.mapAt(objects.get(key), "status");
        if (status.entrySet().stream().allMatch(entry -> now.containsKey(entry.getKey())
                && Objects.equals(now.get(entry.getKey()), entry.getValue()))) {
            return;
        }
        change(key, object -> {
            Tree.child(object, "status").putAll(status);
            return object;
        });
    }

    void remove(Key key) {
        Map<String, Object> old = Tree.copyMap(objects.remove(key));
        born.remove(key);
        Tree.child(old, "metadata").put("resourceVersion", String.valueOf(version() + 1));
        events.add(new Event(version() + 1, "DELETED", key, old));
    }

    private Map<String, Object> keep(Key key, Map<String, Object> object, String kind) {
        Tree.child(object, "metadata").put("resourceVersion", String.valueOf(version() + 1));
        objects.put(key, object);
        events.add(new Event(version() + 1, kind, key, object));
        return object;
    }

    /** Says something about an object, once. */
    void say(Key about, String kind, String type, String reason, String message) {
        String name = about.name() + "." + Integer.toHexString((about + reason + message).hashCode());
        Key key = new Key("events", about.namespace().isEmpty() ? "default" : about.namespace(), name);
        if (!objects.containsKey(key)) {
            create(key, Tree.of("apiVersion", "v1", "kind", "Event", "involvedObject", Tree.of("kind", kind, "name",
                    about.name(), "namespace", about.namespace()), "type", type, "reason", reason, "message", message,
                    "count", 1, "firstTimestamp", EPOCH, "lastTimestamp", EPOCH, "source", Tree.of("component",
                    "stand-in")));
        }
    }
}
