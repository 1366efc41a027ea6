package dev.ichor.machine.flight;

import java.util.Locale;

/** How an exchange ended. */
public enum Outcome {
    /** It was done, or what was asked was given. */
    OK,
    /** The appliance heard it and by its rules does not answer. */
    IGNORED,
    /** The appliance said no. */
    REFUSED,
    /** The machine broke it off. */
    ABORTED,
    /** It ran out of time or the appliance could not do it. */
    FAILED;

    /** The name used in JSON and in the database. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
