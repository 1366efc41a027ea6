package dev.ichor.machine;

import dev.ichor.base.Malformed;

/** Names one boot of one machine, from the first script to the end of the agent: 16 lower-case hexadecimal digits. */
public record BootId(String text) {
    public BootId {
        if (!text.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("a boot id has 16 lower-case hexadecimal digits");
        }
    }

    /** @throws Malformed unless the text has the form of a boot id */
    public static BootId parse(String text) throws Malformed {
        if (!text.matches("[0-9a-f]{16}")) {
            throw new Malformed("not a boot id (expected 16 lower-case hexadecimal digits)");
        }
        return new BootId(text);
    }

    /** @param random 64 random bits */
    public static BootId of(long random) {
        return new BootId(String.format("%016x", random));
    }

    /** True if {@code other} is a later boot: ids are given in order. */
    public boolean isBefore(BootId other) {
        return text.compareTo(other.text) < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
