package dev.ichor.assets;

import dev.ichor.base.Malformed;

/** Why we believe that an asset's hash is the right one. */
public enum Trust {
    /** The hash came with the product, in {@code assets.yaml}. */
    PINNED("pinned"),
    /** The file matched a checksum list that its publisher serves beside it. */
    PUBLISHED("published"),
    /** A person gave the hash. */
    GIVEN("given"),
    /** Nobody publishes a hash: the first download was believed, and later ones must equal it. */
    FIRST_USE("first-use"),
    /** Made on this host. */
    BUILT("built");

    private final String label;

    Trust(String label) {
        this.label = label;
    }

    /** The word in the lock. */
    public String label() {
        return label;
    }

    /**
     * The trust of that word.
     *
     * @throws Malformed if there is none
     */
    public static Trust parse(String label) throws Malformed {
        for (Trust trust : values()) {
            if (trust.label.equals(label)) {
                return trust;
            }
        }
        throw new Malformed("unknown trust (known: pinned, published, given, first-use, built)");
    }
}
