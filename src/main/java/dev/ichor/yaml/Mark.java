package dev.ichor.yaml;

import java.util.regex.Pattern;

/**
 * Where in a file something stands.
 *
 * @param file the name to print
 * @param line from 1
 * @param path the keys that lead there, e.g. {@code assets[2].size}; empty at the top. A key with a dot, a bracket or
 *             a space stands in brackets and quotes: {@code labels["example.org/tier"]}
 */
public record Mark(String file, int line, String path) {
    private static final Pattern PLAIN = Pattern.compile("[^\\s.\\[\\]\"#]+");

    /** The place of the value of {@code key} inside this one. */
    Mark key(String key, int atLine) {
        if (PLAIN.matcher(key).matches()) {
            return new Mark(file, atLine, path.isEmpty() ? key : path + "." + key);
        }
        return new Mark(file, atLine, path + "[\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]");
    }

    /** The place of the item {@code index} of this list. */
    Mark item(int index, int atLine) {
        return new Mark(file, atLine, path + "[" + index + "]");
    }

    @Override
    public String toString() {
        return file + ":" + line + (path.isEmpty() ? "" : " " + path);
    }
}
