package dev.ichor.mayastor.change;

import java.util.List;

/**
 * A difference between two bundles.
 *
 * @param kind    {@code ADDED}, {@code REMOVED}, {@code CHANGED}
 * @param path    of the file
 * @param meaning what it means for the cluster that runs, e.g. {@code pool worker-4-1a2b3c4d is new}; empty if plain
 * @param mend    what a person has to do beyond applying the file; empty if nothing
 * @param lines   the differing lines, each with a leading {@code -} or {@code +}
 */
public record Change(Kind kind, String path, String meaning, String mend, List<String> lines) {
    /** What became of the file. */
    public enum Kind { ADDED, REMOVED, CHANGED }

    public Change {
        lines = List.copyOf(lines);
    }
}
