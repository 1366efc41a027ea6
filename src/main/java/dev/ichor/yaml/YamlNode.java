package dev.ichor.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One value of a YAML file. */
public sealed interface YamlNode {
    Mark mark();

    /** What the value is, in words for messages. */
    String kind();

    /**
     * A text, number, flag or nothing: which of them, the reader decides.
     *
     * @param text  the characters, quotes and escapes resolved
     * @param plain written without quotes and not as a block, so it may mean a number, a flag or null
     */
    record Scalar(Mark mark, String text, boolean plain) implements YamlNode {
        /** Nothing was written, or {@code null} or {@code ~}. */
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "a single value";
        }
    }

    /** A list in the order of the file. */
    record Seq(Mark mark, List<YamlNode> items) implements YamlNode {
        public Seq {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys and values in the order of the file. */
    record Map(Mark mark, java.util.Map<String, YamlNode> entries) implements YamlNode {
        public Map {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String kind() {
            return "a map";
        }
    }

    /**
     * The tree as plain collections, for parts of a file whose shape we don't know (Talos patches): ordered maps,
     * lists, strings, {@code Long}, {@code Double}, {@code Boolean}; an unquoted null is the
     * empty {@link java.util.Optional}. Scalars are typed by the YAML 1.2 core rules.
     */
    default Object untyped() {
        return switch (this) {
            case Scalar scalar -> Core.value(scalar);
            case Seq seq -> {
                List<Object> items = new ArrayList<>();
                seq.items().forEach(item -> items.add(item.untyped()));
                yield Collections.unmodifiableList(items);
            }
            case Map map -> {
                java.util.Map<String, Object> entries = new LinkedHashMap<>();
                map.entries().forEach((key, value) -> entries.put(key, value.untyped()));
                yield Collections.unmodifiableMap(entries);
            }
        };
    }
}
