package dev.ichor.mayastor.change;

import java.util.List;
import java.util.Map;

/** Compares bundles. */
public final class Changes {
    private Changes() {
    }

    /** What differs, by path; both are texts by path. */
    public static List<Change> between(Map<String, String> before, Map<String, String> now) {
        throw new UnsupportedOperationException();
    }
}
