package dev.ichor.talos.check;

import dev.ichor.base.Malformed;
import java.util.ArrayList;
import java.util.List;

/**
 * A sign, name, number or string of a CEL expression.
 *
 * @param isString whether it stood in quotes; the text is then what they mean
 */
record HardwareCelToken(String text, boolean isString) {
    private static final List<String> SIGNS = List.of("&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")",
            "[", "]", ",", ".", "*");

    boolean isNumber() {
        return !isString && Character.isDigit(text.charAt(0));
    }

    long number() throws Malformed {
        String digits = text.endsWith("u") ? text.substring(0, text.length() - 1) : text;
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new Malformed("cannot read the number " + text);
        }
    }

    static List<HardwareCelToken> of(String text) throws Malformed {
        List<HardwareCelToken> out = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int start = at;
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '"' || c == '\'') {
                StringBuilder value = new StringBuilder();
                at = quoted(text, at, value);
                out.add(new HardwareCelToken(value.toString(), true));
            } else if (isName(c)) {
                while (at < text.length() && isName(text.charAt(at))) {
                    at++;
                }
                if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
                    throw new Malformed("cannot read strings with a prefix");
                }
                out.add(new HardwareCelToken(text.substring(start, at), false));
            } else {
                String sign = SIGNS.stream().filter(one -> text.startsWith(one, start)).findFirst()
                        .orElseThrow(() -> new Malformed("cannot understand '" + c + "'"));
                out.add(new HardwareCelToken(sign, false));
                at += sign.length();
            }
        }
        return out;
    }

    private static boolean isName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    /** Reads a string into {@code out}; gives the place after it. */
    private static int quoted(String text, int start, StringBuilder out) throws Malformed {
        char end = text.charAt(start);
        if (text.startsWith(String.valueOf(end).repeat(3), start)) {
            throw new Malformed("cannot read strings in three quotes");
        }
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != end) {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = at < text.length() ? text.charAt(at++) : ' ';
            switch (escaped) {
                case '\\', '"', '\'', '`', '?' -> out.append(escaped);
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'u' -> {
                    String digits = text.substring(at, Math.min(text.length(), at + 4));
                    if (!digits.matches("[0-9a-fA-F]{4}")) {
                        throw new Malformed("cannot read the escape \\u" + digits);
                    }
                    out.append((char) Integer.parseInt(digits, 16));
                    at += 4;
                }
                default -> throw new Malformed("cannot read the escape \\" + escaped);
            }
        }
        if (at >= text.length()) {
            throw new Malformed("a string has no end");
        }
        return at + 1;
    }
}
