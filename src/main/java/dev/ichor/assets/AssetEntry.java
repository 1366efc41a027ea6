package dev.ichor.assets;

import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;

/**
 * What a lock says of one asset.
 *
 * @param name    what URLs and boot scripts call it
 * @param version the version of the thing inside, as its maker writes it
 * @param arch    the processor it runs on
 * @param size    in bytes, 1 to {@value #LARGEST}
 * @param sha256  of the whole file
 * @param trust   why the hash is believed
 * @param licence SPDX expression
 * @param source  where it comes from: a URL, or how it was made
 */
public record AssetEntry(AssetName name, String version, Arch arch, long size, Sha256 sha256, Trust trust,
                         String licence, String source) {
    /** Four gigabytes: far above any boot image, far below a full disk. */
    public static final long LARGEST = 4L << 30;

    public AssetEntry {
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("the size of an asset lies between 1 and " + LARGEST);
        }
        if (version.isBlank() || licence.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException("version, licence and source of an asset are not empty");
        }
    }

    /** The file inside the asset folder. Other bytes under the same name lie in another file. */
    String fileName() {
        return name.text() + "@" + sha256.hex().substring(0, 12);
    }
}
