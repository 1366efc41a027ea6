package dev.ichor.talos.patch;

import dev.ichor.talos.document.Configuration;
import java.util.List;
import java.util.Optional;

/** What differs between two configurations. */
public final class Comparison {
    private Comparison() {
    }

    /**
     * One difference.
     *
     * @param where  {@code KIND[/NAME]#/path/in/it}
     * @param before empty if there was nothing
     * @param after  empty if there is nothing any more
     */
    public record Line(String where, Optional<String> before, Optional<String> after) {
    }

    /** In the order of the documents; empty if they say the same. */
    public static List<Line> of(Configuration before, Configuration after) {
        throw new UnsupportedOperationException();
    }
}
