package dev.ichor.talos.document;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The YAML of a configuration: block style, indented as Talos's own encoder does, documents between {@code ---};
 * always the same bytes. Every reader, of YAML 1.1 or 1.2, reads it back as it was.
 */
public final class ConfigurationText {
    private static final int STEP = 4;

    private ConfigurationText() {
    }

    /** Empty if there is no document. */
    public static String of(Configuration configuration) {
        return configuration.documents().stream().map(ConfigurationText::of).collect(Collectors.joining("---\n"));
    }

    /** One document, without {@code ---}. */
    public static String of(Document document) {
        if (document.body().isEmpty()) {
            return "{}\n";
        }
        StringBuilder out = new StringBuilder();
        entries(out, document.body(), 0, false);
        return out.toString();
    }

    /** The next stop, a multiple of four: what stands in an item of a list does not move it. */
    private static int inner(int indent) {
        return STEP * ((indent + STEP) / STEP);
    }

    /** Keys and values at that indent; {@code inline}: the first key stands behind the dash of a list. */
    private static void entries(StringBuilder out, Map<?, ?> map, int indent, boolean inline) {
        boolean first = inline;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.repeat(' ', first ? 0 : indent).append(Scalar.of((String) entry.getKey())).append(':');
            first = false;
            switch (entry.getValue()) {
                case Map<?, ?> inner when !inner.isEmpty() -> {
                    out.append('\n');
                    entries(out, inner, inner(indent), false);
                }
                case List<?> items when !items.isEmpty() -> {
                    out.append('\n');
                    items(out, items, inner(indent), false);
                }
                default -> scalar(out, entry.getValue(), inner(indent));
            }
        }
    }

    private static void items(StringBuilder out, List<?> list, int indent, boolean inline) {
        boolean first = inline;
        for (Object item : list) {
            out.repeat(' ', first ? 0 : indent).append('-');
            first = false;
            switch (item) {
                case Map<?, ?> map when !map.isEmpty() -> entries(out.append(' '), map, indent + 2, true);
                case List<?> inner when !inner.isEmpty() -> items(out.append(' '), inner, indent + 2, true);
                default -> scalar(out, item, indent + 2);
            }
        }
    }

    private static void scalar(StringBuilder out, Object value, int indent) {
        out.append(' ');
        switch (value) {
            case Map<?, ?> _ -> out.append("{}\n");
            case List<?> _ -> out.append("[]\n");
            case String text when Scalar.isBlock(text) -> block(out, text, indent);
            case String text -> out.append(Scalar.of(text)).append('\n');
            case Double number -> out.append(Scalar.of(number)).append('\n');
            default -> out.append(value).append('\n');
        }
    }

    private static void block(StringBuilder out, String text, int indent) {
        out.append(text.endsWith("\n") ? "|\n" : "|-\n");
        text.lines().forEach(line -> out.repeat(' ', line.isEmpty() ? 0 : indent).append(line).append('\n'));
    }
}
