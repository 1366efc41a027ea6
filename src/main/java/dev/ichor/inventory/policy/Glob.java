package dev.ichor.inventory.policy;

import java.util.Locale;

/** Texts with {@code *} for any characters; there is no escape. */
public final class Glob {
    private Glob() {
    }

    /** Compares without case. */
    static boolean matches(String pattern, String text) {
        return matchesExactly(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    }

    /** Compares with case. Takes at most the product of both lengths in steps, whatever the pattern. */
    public static boolean matchesExactly(String pattern, String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int back = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                back = in;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++back;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
