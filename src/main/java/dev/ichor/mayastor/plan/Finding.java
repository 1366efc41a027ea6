package dev.ichor.mayastor.plan;

import dev.ichor.base.Problem;

/**
 * Something that is wrong with a hand-off, or that a person should know of it.
 *
 * @param isError whether it keeps the bundle from being made
 * @param problem {@code where} is a node, {@code NODE/SERIAL}, or a pointer into the declared cluster
 */
public record Finding(boolean isError, Problem problem) {
    public static Finding error(String where, String what, String mend) {
        return new Finding(true, new Problem(where, what, mend));
    }

    public static Finding warning(String where, String what, String mend) {
        return new Finding(false, new Problem(where, what, mend));
    }
}
