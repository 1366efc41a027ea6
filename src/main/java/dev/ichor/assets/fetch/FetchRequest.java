package dev.ichor.assets.fetch;

import dev.ichor.assets.AssetName;
import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import java.net.URI;
import java.util.regex.Pattern;

/** What to fetch. */
public sealed interface FetchRequest {
    /** How Talos writes its versions. */
    Pattern TALOS_VERSION = Pattern.compile("v[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}(-(alpha|beta|rc)\\.[0-9]{1,3})?");

    /** Kernel and initramfs of a release on GitHub, checked with the release's own checksum list. */
    record TalosRelease(String version, Arch arch) implements FetchRequest {
        public TalosRelease {
            requireTalos(version, arch);
        }
    }

    /**
     * Kernel and initramfs with extensions from the Image Factory, which publishes no checksums.
     *
     * @param schematic 64 hexadecimal digits
     * @param replace   believe what is served now even if it is not what was fetched before
     */
    record TalosImage(String version, String schematic, Arch arch, boolean replace) implements FetchRequest {
        public TalosImage {
            requireTalos(version, arch);
            if (!schematic.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a schematic id has 64 lower-case hexadecimal digits");
            }
        }
    }

    /** The iPXE release that {@code assets.yaml} pins, in place of Debian's iPXE. */
    record Ipxe() implements FetchRequest {
    }

    /** Any file whose hash a person knows. */
    record Given(AssetName name, URI url, Sha256 sha256, String version, Arch arch, String licence)
            implements FetchRequest {
        public Given {
            if (url.getHost() == null || !url.toString().matches("https?://.+")) {
                throw new IllegalArgumentException("not an http or https URL: " + url);
            }
        }
    }

    private static void requireTalos(String version, Arch arch) {
        if (!TALOS_VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("not a Talos version (expected v1.13.9): " + version);
        }
        if (arch != Arch.X86_64 && arch != Arch.ARM64) {
            throw new IllegalArgumentException("Talos is built for x86_64 and arm64 only");
        }
    }
}
