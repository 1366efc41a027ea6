package dev.ichor.machine;

import dev.ichor.base.Malformed;

/**
 * The appliance's own name for a machine: {@code m-} and eight characters of an alphabet without look-alikes.
 * Given once, never changed, so that events outlive a replaced mainboard or NIC.
 */
public record MachineId(String text) implements Comparable<MachineId> {
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
    private static final String FORM = "m-[23456789abcdefghjkmnpqrstuvwxyz]{8}";

    public MachineId {
        if (!text.matches(FORM)) {
            throw new IllegalArgumentException("a machine id is m- and eight characters");
        }
    }

    /** @throws Malformed unless the text has the form of a machine id */
    public static MachineId parse(String text) throws Malformed {
        if (!text.matches(FORM)) {
            throw new Malformed("not a machine id (expected m- and eight characters)");
        }
        return new MachineId(text);
    }

    /** @param random 64 random bits */
    public static MachineId of(long random) {
        StringBuilder text = new StringBuilder("m-");
        long rest = random;
        for (int i = 0; i < 8; i++) {
            text.append(ALPHABET.charAt((int) Long.remainderUnsigned(rest, ALPHABET.length())));
            rest = Long.divideUnsigned(rest, ALPHABET.length());
        }
        return new MachineId(text.toString());
    }

    @Override
    public int compareTo(MachineId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
