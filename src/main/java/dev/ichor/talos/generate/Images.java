package dev.ichor.talos.generate;

import dev.ichor.talos.TalosVersion;

/** Names of images. */
public final class Images {
    /** The schematic of the plain release: the SHA-256 of {@code customization: {}}. */
    public static final String VANILLA = "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba";
    private static final int LAST_OF_GHCR = 13;

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
        if (!override.isEmpty()) {
            return override + ":" + talos;
        }
        boolean plain = schematic.isEmpty() && talos.major() == 1 && talos.minor() <= LAST_OF_GHCR;
        return plain ? "ghcr.io/siderolabs/installer:" + talos
                : "factory.talos.dev/metal-installer/" + (schematic.isEmpty() ? VANILLA : schematic) + ":" + talos;
    }
}
