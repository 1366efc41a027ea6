package dev.ichor.talos.generate;

import dev.ichor.talos.TalosVersion;

/** Names of images. */
public final class Images {
    private Images() {
    }

    /**
     * The installer image with its tag; the tag is always the version that is booted, because the installer checks the
     * configuration by its own version.
     *
     * @param schematic of the Image Factory; empty: the plain release
     * @param override  image without tag that the operator wants; empty: the usual one
     */
    public static String installer(TalosVersion talos, String schematic, String override) {
        throw new UnsupportedOperationException();
    }
}
