package dev.ichor.talos.document;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One value as YAML. A text is written without quotes only if no reader, of YAML 1.1, YAML 1.2 or Go's own mixture of
 * both, takes it for a number, a time, a flag or nothing.
 */
final class Scalar {
    /** Inside of a document's blocks all of these are text; {@code ": "} and {@code " #"} are looked for apart. */
    private static final Pattern PLAIN = Pattern.compile(
            "[A-Za-z0-9/_.+](?:[-A-Za-z0-9/_.+=@,:~%()<>&|*^$;!? ]*[-A-Za-z0-9/_.+=@,~%()<>&|*^$;!?])?");
    /** Numbers of any base, numbers by sixties, dates and times are made of these and start with no letter. */
    private static final Pattern LIKE_A_NUMBER = Pattern.compile("[-+.0-9][-+.:_0-9A-FXOa-fxotTzZ ]*");
    private static final Pattern LIKE_A_FLOAT_WORD = Pattern.compile("[-+]?\\.?(?:inf|nan|infinity)");
    private static final Set<String> WORDS =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "~");

    private Scalar() {
    }

    static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        boolean printable = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (printable && (text.contains("\"") || text.contains("\\"))) {
            return "'" + text.replace("'", "''") + "'";
        }
        return quoted(text);
    }

    /** A number as every reader takes it: YAML 1.1 wants a sign in the exponent and a point before it. */
    static String of(double number) {
        if (Double.isNaN(number)) {
            return ".nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? ".inf" : "-.inf";
        }
        String text = Double.toString(number);
        int exponent = text.indexOf('E');
        return exponent < 0 || text.charAt(exponent + 1) == '-' ? text
                : text.substring(0, exponent) + "E+" + text.substring(exponent + 1);
    }

    /** Text of several lines that a literal block carries unchanged; else it is quoted on one line. */
    static boolean isBlock(String text) {
        return text.length() > 1 && text.indexOf('\n') > 0 && text.charAt(0) != ' ' && !text.endsWith("\n\n")
                && text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f)
                && text.lines().noneMatch(line -> line.endsWith(" "));
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches() && !text.contains(": ") && !LIKE_A_NUMBER.matcher(text).matches()
                && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                && !LIKE_A_FLOAT_WORD.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isHighSurrogate(c) && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(String.format(Locale.ROOT, "\\U%08X", text.codePointAt(i++)));
                    } else if (Character.isSurrogate(c)) {
                        out.append("\\uFFFD");
                    } else if (c >= ' ' && c < 0x7f) {
                        out.append(c);
                    } else {
                        out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
