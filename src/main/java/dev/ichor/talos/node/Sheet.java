package dev.ichor.talos.node;

import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A configuration that is being written, and what is said of it; of one thread. */
final class Sheet {
    final Contract contract;
    final NodeInput input;
    private final List<Finding> findings;
    private Configuration made;

    Sheet(Configuration made, Contract contract, NodeInput input, List<Finding> findings) {
        this.made = made;
        this.contract = contract;
        this.input = input;
        this.findings = findings;
    }

    Configuration made() {
        return made;
    }

    /** True if the contract is that one or a newer one. */
    boolean since(Contract first) {
        return contract.since(first);
    }

    /** The document takes the place of the one of its kind and name. */
    void document(Document document) {
        made = made.with(document);
    }

    /** Sets a value; maps on the way, and the document itself, are made where they are not there. */
    void put(String kind, Object value, String... path) {
        change(kind, _ -> value, path);
    }

    /** Adds entries to a map; an entry of that name gives way. */
    void putAll(String kind, Map<String, ?> entries, String... path) {
        if (!entries.isEmpty()) {
            change(kind, old -> {
                Map<String, Object> map = map(old);
                map.putAll(entries);
                return map;
            }, path);
        }
    }

    /** Adds what is not there yet to the end of a list. */
    void add(String kind, List<?> items, String... path) {
        change(kind, old -> {
            List<Object> list = new ArrayList<>(old instanceof List<?> there ? there : List.of());
            items.stream().filter(item -> !list.contains(item)).forEach(list::add);
            return list;
        }, path);
    }

    void remove(String kind, String... path) {
        if (made.find(kind).flatMap(document -> document.at(path)).isPresent()) {
            change(kind, _ -> null, path);
        }
    }

    /** Changes a value, null if there is none; null takes it away. */
    void change(String kind, UnaryOperator<Object> how, String... path) {
        if (made.find(kind).isEmpty()) {
            made = made.with(Document.of(kind, Map.of()));
        }
        made = made.change(kind, document -> new Document(map(changed(document.body(), how, Arrays.asList(path)))));
    }

    private static Object changed(Object in, UnaryOperator<Object> how, List<String> path) {
        if (path.isEmpty()) {
            return how.apply(in);
        }
        Map<String, Object> map = map(in);
        Object value = changed(map.get(path.getFirst()), how, path.subList(1, path.size()));
        if (value == null) {
            map.remove(path.getFirst());
        } else {
            map.put(path.getFirst(), value);
        }
        return map;
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> out.put((String) key, entry));
        }
        return out;
    }

    void error(String where, String what, String mend) {
        findings.add(Finding.error(where, what, mend));
    }

    void warning(String where, String what, String mend) {
        findings.add(Finding.warning(where, what, mend));
    }

    /** Where a finding about the node's own declaration is. */
    String node(String path) {
        return "nodes/" + input.node().name() + "#" + path;
    }

    /** Where a finding about the cluster's declaration is. */
    String cluster(String path) {
        return "clusters/" + input.cluster().name() + "#" + path;
    }

    /** A map in the order of its arguments: key, value, key, value. */
    static Map<String, Object> entries(Object... pairs) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((String) pairs[i], pairs[i + 1]);
        }
        return out;
    }
}
