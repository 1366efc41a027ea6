package dev.ichor.mayastor.bundle.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares versions by their first two numbers. */
final class Since {
    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(?:[.-].*)?");

    private Since() {
    }

    /** Whether a version like {@code v1.14.0-rc.1} or {@code 2.10.0} is not before that one; false for other text. */
    static boolean of(String version, int major, int minor) {
        Matcher found = VERSION.matcher(version);
        if (!found.matches()) {
            return false;
        }
        int first = Integer.parseInt(found.group(1));
        return first > major || first == major && Integer.parseInt(found.group(2)) >= minor;
    }
}
