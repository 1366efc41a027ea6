package dev.ichor.talos.check.rule;

import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A value of a configuration, or its absence, and where it stands. Of a value of another type than asked for nothing is
 * read: that it is wrong is told once, where the types are checked.
 *
 * @param where    {@code KIND[/NAME]#/path}
 * @param value    empty if it is not there
 * @param findings get what is wrong
 */
public record Part(String where, Optional<Object> value, List<Finding> findings) {
    /** The whole document. */
    public static Part of(Document document, List<Finding> findings) {
        return new Part(id(document) + "#", Optional.of(document.body()), findings);
    }

    /** {@code KIND[/NAME]}. */
    public static String id(Document document) {
        return document.kind() + (document.name().isEmpty() ? "" : "/" + document.name());
    }

    /** The value below those keys. */
    public Part at(String... keys) {
        Part part = this;
        for (String key : keys) {
            Object found = part.value.orElse(null) instanceof Map<?, ?> map ? map.get(key) : null;
            part = new Part(part.where + "/" + key.replace("~", "~0").replace("/", "~1"), Optional.ofNullable(found),
                    findings);
        }
        return part;
    }

    public boolean isThere() {
        return value.isPresent();
    }

    /** True for what Go takes for nothing: not there, or an empty text, list or map. */
    public boolean isEmpty() {
        return switch (value.orElse("")) {
            case String text -> text.isEmpty();
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    /** Empty if it is no text, number or flag. */
    public String text() {
        return switch (value.orElse("")) {
            case String text -> text;
            case Map<?, ?> _, List<?> _ -> "";
            default -> value.get().toString();
        };
    }

    public OptionalLong number() {
        return value.orElse(null) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** True only if it is there and true. */
    public boolean flag() {
        return value.orElse(null) instanceof Boolean flag && flag;
    }

    /** Items of a list in order; none if it is no list. */
    public List<Part> items() {
        List<Part> items = new ArrayList<>();
        if (value.orElse(null) instanceof List<?> list) {
            list.forEach(item -> items.add(new Part(where + "/" + items.size(), Optional.of(item), findings)));
        }
        return items;
    }

    /** Values of a map by key, in order; none if it is no map. */
    public Map<String, Part> entries() {
        Map<String, Part> entries = new LinkedHashMap<>();
        if (value.orElse(null) instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> entries.put((String) key, at((String) key)));
        }
        return entries;
    }

    public void error(String what, String mend) {
        findings.add(Finding.error(where, what, mend));
    }

    public void warning(String what, String mend) {
        findings.add(Finding.warning(where, what, mend));
    }
}
