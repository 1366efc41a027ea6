package dev.ichor.inventory.plan;

import dev.ichor.inventory.Declared;
import dev.ichor.inventory.World;
import java.util.List;

/**
 * One thing that an apply would do.
 *
 * @param action what
 * @param kind   to what
 * @param name   to which
 * @param fields for an update: each field that changes, with both values
 */
public record Change(Action action, Declared.Kind kind, String name, List<Field> fields) {
    public Change {
        fields = List.copyOf(fields);
    }

    /** {@code LEAVE}: it is declared here, not in the files, and pruning was not asked for. */
    public enum Action { CREATE, UPDATE, DELETE, LEAVE }

    /** A field by its path, and both values as text; empty text for an absent one. */
    public record Field(String path, String before, String after) {
    }

    /**
     * What leads from {@code now} to {@code wanted}, in the order of kinds and names; what stays the same is left out.
     *
     * @param prune whether what {@code wanted} does not hold is deleted
     * @param made  names of nodes that policies made: they are never deleted because a file does not name them
     */
    public static List<Change> between(World now, World wanted, boolean prune, java.util.Set<String> made) {
        throw new UnsupportedOperationException();
    }
}
