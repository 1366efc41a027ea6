package dev.ichor.talos.render;

import dev.ichor.base.Problem;

/**
 * Something that is wrong with a configuration, or that a person should know of it.
 *
 * @param severity whether it keeps the configuration from being served
 * @param problem  {@code where} is {@code KIND[/NAME]#/path/in/it}, or names what the configuration was made of
 */
public record Finding(Severity severity, Problem problem) {
    /** Only an {@code ERROR} keeps a configuration from being served. */
    public enum Severity { ERROR, WARNING }

    public static Finding error(String where, String what, String mend) {
        return new Finding(Severity.ERROR, new Problem(where, what, mend));
    }

    public static Finding warning(String where, String what, String mend) {
        return new Finding(Severity.WARNING, new Problem(where, what, mend));
    }
}
