package dev.ichor.talos.patch;

import dev.ichor.talos.document.Configuration;

/** Takes secrets out of a configuration, by the paths at which Talos keeps them and by their names. */
public final class Masking {
    /** What stands in place of a secret. */
    public static final String MASK = "(secret)";

    private Masking() {
    }

    public static Configuration of(Configuration configuration) {
        throw new UnsupportedOperationException();
    }
}
