package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.text.YamlText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tree of values with a remark on why each is there. */
final class Tree {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();

    /** A map in the order of the arguments: key, value, key, value. */
    static Map<String, Object> map(Object... entries) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            out.put((String) entries[i], entries[i + 1]);
        }
        return out;
    }

    /**
     * Sets a value.
     *
     * @param path   keys with dots between; no key has one itself
     * @param remark stands as comment above the value's line; empty: none
     */
    @SuppressWarnings("unchecked")
    Tree set(String path, Object value, String remark) {
        Map<String, Object> at = values;
        String[] keys = path.split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            at = (Map<String, Object>) at.computeIfAbsent(keys[i], _ -> new LinkedHashMap<String, Object>());
        }
        at.put(keys[keys.length - 1], value);
        if (!remark.isEmpty()) {
            remarks.put(path, remark);
        }
        return this;
    }

    /** As YAML. */
    String text() {
        StringBuilder out = new StringBuilder();
        Deque<String> path = new ArrayDeque<>();
        for (String line : YamlText.of(values).split("\n")) {
            String bare = line.stripLeading();
            int indent = line.length() - bare.length();
            if (!bare.startsWith("-")) {
                while (path.size() > indent / 2) {
                    path.removeLast();
                }
                path.addLast(bare.substring(0, bare.indexOf(':')));
                String remark = remarks.get(String.join(".", path));
                if (remark != null) {
                    remark.lines().forEach(text -> out.append(" ".repeat(indent)).append("# ").append(text)
                            .append('\n'));
                }
            }
            out.append(line).append('\n');
        }
        return out.toString();
    }
}
