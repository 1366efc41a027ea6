package dev.ichor.inventory.policy;

import java.util.Locale;

/** Texts with {@code *} for any characters, compared without case. */
final class Glob {
    private Glob() {
    }

    /** Takes at most the product of both lengths in steps, whatever the pattern. */
    static boolean matches(String pattern, String text) {
        String p = pattern.toLowerCase(Locale.ROOT);
        String t = text.toLowerCase(Locale.ROOT);
        int at = 0;
        int in = 0;
        int star = -1;
        int back = 0;
        while (in < t.length()) {
            if (at < p.length() && p.charAt(at) == '*') {
                star = at++;
                back = in;
            } else if (at < p.length() && p.charAt(at) == t.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++back;
            } else {
                return false;
            }
        }
        while (at < p.length() && p.charAt(at) == '*') {
            at++;
        }
        return at == p.length();
    }
}
