package dev.ichor.server.admin.api;

import dev.ichor.assets.Asset;
import dev.ichor.base.Sha256;

/** A file that machines boot. */
@About("A file that machines boot.")
public record AssetView(
        @About("Its name, and its path on the boot plane.") String name,
        @About("Its version.") String version,
        @About("For which processors.") String arch,
        @About("Bytes.") long size,
        @About("Of its bytes.") Sha256 sha256,
        @About("SPDX expression or words.") String licence,
        @About("Where it comes from.") String source) {
    public static AssetView of(Asset asset) {
        return new AssetView(asset.name().text(), asset.version(), asset.arch().label(), asset.size(), asset.sha256(),
                asset.licence(), asset.source());
    }
}
