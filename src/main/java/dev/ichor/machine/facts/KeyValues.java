package dev.ichor.machine.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Lines {@code key=value}. Of a repeated key {@link #get} gives the first value; lines without {@code =} are ignored.
 */
final class KeyValues {
    private static final int MAXIMUM_LINES = 4096;

    private final Map<String, List<String>> values = new HashMap<>();

    private KeyValues() {
    }

    static KeyValues parse(String text) {
        KeyValues out = new KeyValues();
        text.lines().limit(MAXIMUM_LINES).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                out.values.computeIfAbsent(line.substring(0, equals), key -> new ArrayList<>())
                        .add(line.substring(equals + 1));
            }
        });
        return out;
    }

    /** The value, trimmed and printable; empty if the key is absent. */
    String get(String key) {
        return Texts.clean(raw(key));
    }

    /** The value as it stands; empty if the key is absent. */
    String raw(String key) {
        List<String> found = values.get(key);
        return found == null ? "" : found.getFirst();
    }

    List<String> all(String key) {
        return values.getOrDefault(key, List.of());
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    OptionalInt integer(String key) {
        return Texts.integer(raw(key));
    }

    /** Like {@link #integer}, but absent for negative values, by which the kernel says "none". */
    OptionalInt natural(String key) {
        OptionalInt value = integer(key);
        return value.isPresent() && value.getAsInt() >= 0 ? value : OptionalInt.empty();
    }

    OptionalLong number(String key) {
        return Texts.number(raw(key));
    }

    boolean flag(String key) {
        return raw(key).strip().equals("1");
    }
}
