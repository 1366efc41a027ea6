package dev.ichor.talos.generate;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keys and values in the order in which they are put. */
final class Section {
    private final Map<String, Object> map = new LinkedHashMap<>();

    static Section of(String key, Object value) {
        return new Section().and(key, value);
    }

    Section and(String key, Object value) {
        map.put(key, value instanceof Section section ? section.map : value);
        return this;
    }

    /** The key only under that condition. */
    Section when(boolean condition, String key, Object value) {
        return condition ? and(key, value) : this;
    }

    Map<String, Object> map() {
        return map;
    }
}
