package dev.ichor.yaml;

/**
 * Where in a file something stands.
 *
 * @param file the name to print
 * @param line from 1
 * @param path the keys that lead there, e.g. {@code assets[2].size}; empty at the top
 */
public record Mark(String file, int line, String path) {
    /** The place of the value of {@code key} inside this one. */
    Mark key(String key, int atLine) {
        return new Mark(file, atLine, path.isEmpty() ? key : path + "." + key);
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
