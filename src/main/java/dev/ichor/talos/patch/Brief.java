package dev.ichor.talos.patch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as YAML on one line. */
final class Brief {
    static final int LONGEST = 400;

    private Brief() {
    }

    /** At most {@value #LONGEST} characters; what is longer ends in {@code ...}. */
    static String of(Object value) {
        String text = flow(value);
        return text.length() > LONGEST ? text.substring(0, LONGEST - 4) + " ..." : text;
    }

    private static String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream().map(entry -> flow(entry.getKey()) + ": "
                    + flow(entry.getValue())).collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(Brief::flow).collect(Collectors.joining(", ", "[", "]"));
            case String text when isPlain(text) -> text;
            case String text -> quoted(text);
            default -> value.toString();
        };
    }

    private static boolean isPlain(String text) {
        return text.equals(Masking.MASK) || text.length() < LONGEST
                && text.matches("[A-Za-z/][-A-Za-z0-9_./@+()]*(:[-A-Za-z0-9_./@+()]+)*")
                && !text.toLowerCase(Locale.ROOT).matches("true|false|null|yes|no|on|off|y|n");
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().limit(LONGEST).forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c));
            }
        });
        return out.append('"').toString();
    }
}
