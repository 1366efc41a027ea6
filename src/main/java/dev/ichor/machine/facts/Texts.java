package dev.ichor.machine.facts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Small readers of text that came from outside. None of them throws. */
final class Texts {
    /** The longest text that is kept of any field. */
    static final int FIELD = 200;
    private static final int MAXIMUM_NUMBERS = 8192;
    private static final int LARGEST_NUMBER = 65535;

    private Texts() {
    }

    /** Trimmed, without control characters, at most {@code length} characters. */
    static String clean(String text, int length) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), length));
        for (int i = 0; i < text.length() && out.length() < length; i++) {
            char c = text.charAt(i);
            boolean bad = Character.isISOControl(c) || Character.isSurrogate(c) || c == '\uFFFD';
            out.append(bad ? ' ' : c);
        }
        return out.toString().strip();
    }

    static String clean(String text) {
        return clean(text, FIELD);
    }

    /** A field of fixed length that is padded with spaces or NULs. */
    static String fixed(byte[] bytes, int from, int length) {
        if (from < 0 || from + length > bytes.length) {
            return "";
        }
        int n = 0;
        while (n < length && bytes[from + n] != 0) {
            n++;
        }
        return clean(new String(bytes, from, n, StandardCharsets.ISO_8859_1));
    }

    /** A whole number at the start of the text, of at most 18 digits. */
    static OptionalLong number(String text) {
        String trimmed = text.strip();
        int end = trimmed.startsWith("-") ? 1 : 0;
        int first = end;
        while (end < trimmed.length() && trimmed.charAt(end) >= '0' && trimmed.charAt(end) <= '9') {
            end++;
        }
        return end == first || end - first > 18 ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(trimmed, 0, end, 10));
    }

    /** The same for numbers that fit an int; others are absent. */
    static OptionalInt integer(String text) {
        OptionalLong value = number(text);
        return value.isPresent() && (int) value.getAsLong() == value.getAsLong()
                ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /** A kernel CPU list such as {@code 0-3,8,10-11}; what is no number is passed over. */
    static List<Integer> numbers(String list) {
        List<Integer> out = new ArrayList<>();
        for (String range : list.strip().split(",", MAXIMUM_NUMBERS)) {
            int dash = range.indexOf('-');
            OptionalInt from = integer(dash < 0 ? range : range.substring(0, dash));
            OptionalInt to = integer(dash < 0 ? range : range.substring(dash + 1));
            if (from.isEmpty() || to.isEmpty() || from.getAsInt() < 0 || to.getAsInt() > LARGEST_NUMBER) {
                continue;
            }
            for (int n = from.getAsInt(); n <= to.getAsInt() && out.size() < MAXIMUM_NUMBERS; n++) {
                out.add(n);
            }
        }
        return out;
    }
}
