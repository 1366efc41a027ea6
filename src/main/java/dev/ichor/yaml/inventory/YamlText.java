package dev.ichor.yaml.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes a tree of ordered maps, lists and single values as YAML in block style. */
final class YamlText {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9_./:{}*+-]*(?: [A-Za-z0-9_./{}*+-]+)*");
    /** What some reader might take for a number, a time or a date. */
    private static final Pattern NUMBER = Pattern.compile("[0-9.][0-9a-fA-FxXoO_.:eE+-]*");
    private static final Pattern ADDRESSES = Pattern.compile("[0-9]+(\\.[0-9]+){3}([/-].*)?");
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private YamlText() {
    }

    static String of(Map<String, Object> tree) {
        StringBuilder out = new StringBuilder();
        map(tree, "", out);
        return out.toString();
    }

    private static void map(Map<?, ?> map, String indent, StringBuilder out) {
        String before = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(before).append(scalar(entry.getKey())).append(':');
            value(entry.getValue(), indent, out);
            before = indent;
        }
    }

    private static void value(Object value, String indent, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
            case Map<?, ?> map -> {
                out.append('\n').append(indent).append("  ");
                map(map, indent + "  ", out);
            }
            case List<?> list when list.isEmpty() -> out.append(" []\n");
            case List<?> list -> {
                out.append('\n');
                list.forEach(item -> item(item, indent + "  ", out));
            }
            case String text when isBlock(text) -> block(text, indent + "  ", out);
            case Object one -> out.append(' ').append(scalar(one)).append('\n');
        }
    }

    /** Whether a literal block holds the text without loss, whatever reads it. */
    private static boolean isBlock(String text) {
        String lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return text.contains("\n") && !lines.isEmpty() && isVisible(lines.charAt(0))
                && isVisible(lines.charAt(lines.length() - 1))
                && lines.chars().allMatch(c -> c == '\n' || c == ' ' || isVisible(c));
    }

    private static boolean isVisible(int c) {
        return c > ' ' && c <= '~' || c > 0xa0 && c < 0x2000;
    }

    /** As a literal block: the text's own lines, indented. */
    private static void block(String text, String indent, StringBuilder out) {
        out.append(text.endsWith("\n") ? " |\n" : " |-\n");
        text.lines().forEach(line -> out.append(line.isEmpty() ? "" : indent).append(line).append('\n'));
    }

    private static void item(Object item, String indent, StringBuilder out) {
        out.append(indent).append("- ");
        if (item instanceof Map<?, ?> map) {
            map(map, indent + "  ", out);
        } else {
            out.append(scalar(item)).append('\n');
        }
    }

    private static String scalar(Object value) {
        String text = value.toString();
        boolean plain = !(value instanceof String) || SAFE.matcher(text).matches() && !(text + " ").contains(": ")
                && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                && (!NUMBER.matcher(text).matches() || ADDRESSES.matcher(text).matches());
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
