package dev.ichor.talos.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One document of a configuration: ordered maps, lists, {@code String}, {@code Long}, {@code Double} and
 * {@code Boolean}. Nothing is null: what is not there is left out.
 *
 * @param body all of it, with {@code apiVersion} and {@code kind} where the document has them
 */
public record Document(Map<String, Object> body) {
    /** The kind of the document that has none. */
    public static final String V1ALPHA1 = "v1alpha1";

    public Document {
        body = frozen(body);
    }

    /** A document of that kind, with {@code apiVersion: v1alpha1} first. */
    public static Document of(String kind, Map<String, Object> rest) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("apiVersion", "v1alpha1");
        body.put("kind", kind);
        body.putAll(rest);
        return new Document(body);
    }

    /** {@value #V1ALPHA1} for the document that has no kind. */
    public String kind() {
        return body.get("kind") instanceof String kind ? kind : V1ALPHA1;
    }

    /** Empty if the document has none. */
    public String name() {
        return body.get("name") instanceof String name ? name : "";
    }

    /** The value at that path of map keys; empty if some key is not there. */
    public Optional<Object> at(String... path) {
        Object value = body;
        for (String key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    private static Map<String, Object> frozen(Map<?, ?> map) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put((String) key, value(value)));
        return Collections.unmodifiableMap(out);
    }

    private static Object value(Object value) {
        return switch (value) {
            case Map<?, ?> map -> frozen(map);
            case List<?> list -> {
                List<Object> out = new ArrayList<>();
                list.forEach(item -> out.add(value(item)));
                yield Collections.unmodifiableList(out);
            }
            case Integer number -> number.longValue();
            case String _, Long _, Double _, Boolean _ -> value;
            case null, default -> throw new IllegalArgumentException("no value of a configuration: " + value);
        };
    }
}
