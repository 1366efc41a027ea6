package dev.ichor.talos.secrets;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One text as a YAML scalar the way Go's encoder writes it: bare where it reads back as text, quoted where it would
 * be taken for a number, a flag or nothing. Every other character outside of a small safe set is quoted too.
 */
final class GoScalar {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9+/=_.][-A-Za-z0-9+/=_.@]*+|-[-A-Za-z0-9+/=_.@]++");
    private static final Pattern URL = Pattern.compile("https?://[-A-Za-z0-9._~/\\[\\]:]*[-A-Za-z0-9._~/\\]]");
    private static final Pattern FLOAT = Pattern.compile(
            "[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final Pattern OTHER_NUMBER = Pattern.compile(
            "[-+]?0[xob][0-9a-fA-F_]+|[-+]?[0-9][0-9_]*|[-+]?\\.(?:inf|nan)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n", "=");

    private GoScalar() {
    }

    static String of(String text) {
        if (text.startsWith("---") && SAFE.matcher(text).matches()) {
            return "'" + text + "'";
        }
        boolean bare = URL.matcher(text).matches() || SAFE.matcher(text).matches()
                && !WORDS.contains(text.toLowerCase(Locale.ROOT)) && !number(text);
        return bare ? text : quoted(text);
    }

    /** A float too large for its 64 bits stays text for Go. */
    private static boolean number(String text) {
        if (FLOAT.matcher(text).matches()) {
            return Double.isFinite(Double.parseDouble(text));
        }
        return OTHER_NUMBER.matcher(text).matches();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04X", c));
            }
        });
        return out.append('"').toString();
    }
}
