package dev.ichor.mayastor.change;

import dev.ichor.base.Problems;
import dev.ichor.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The documents of a bundle's YAML file, as plain collections. */
final class Manifests {
    private Manifests() {
    }

    /** None if the text is no YAML. */
    static List<Map<?, ?>> read(String text) {
        return Yaml.readAll(text.getBytes(StandardCharsets.UTF_8), "bundle", new Problems()).stream()
                .map(node -> node.untyped()).filter(Map.class::isInstance).<Map<?, ?>>map(map -> (Map<?, ?>) map)
                .toList();
    }

    /** The value at that path of map keys; empty if there is none. */
    static Optional<Object> at(Map<?, ?> document, String... path) {
        Object value = document;
        for (String key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    static String text(Map<?, ?> document, String... path) {
        return at(document, path).map(Object::toString).orElse("");
    }

    /** Every value by its path with dots; a list is one value. */
    static Map<String, String> leaves(Map<?, ?> document) {
        Map<String, String> out = new TreeMap<>();
        leaves("", document, out);
        return out;
    }

    private static void leaves(String path, Map<?, ?> map, Map<String, String> out) {
        map.forEach((key, value) -> {
            String at = path.isEmpty() ? key.toString() : path + "." + key;
            if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                leaves(at, inner, out);
            } else {
                out.put(at, value.toString());
            }
        });
    }
}
