package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.BundleFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/clusters/{name}/handoff/bundle}. */
@About("The files that install Mayastor on a cluster.")
public record BundleView(
        @About("The cluster.") String cluster,
        @About("Over all paths, modes and texts: the same hash is the same bundle.") Sha256 hash,
        @About("The files, by path.") List<File> files) {
    /** A file. */
    @About("A file of a bundle.")
    public record File(
            @About(value = "Within the bundle, with slashes.", example = "\"chart/values.yaml\"") String path,
            @About("Whether it is a script.") boolean executable,
            @About("Its length.") long bytes,
            @About("SHA-256 of its bytes.") Sha256 sha256,
            @About("Its bytes as text in UTF-8; null unless the texts were asked for.") Optional<String> text) {
        static File of(BundleFile file, boolean withText) {
            byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
            return new File(file.path(), file.executable(), bytes.length, Sha256.of(bytes),
                    withText ? Optional.of(file.text()) : Optional.empty());
        }
    }

    /** @param withTexts whether the files' bytes are in it */
    public static BundleView of(Bundle bundle, boolean withTexts) {
        return new BundleView(bundle.cluster(), bundle.hash(), bundle.files().stream()
                .map(file -> File.of(file, withTexts)).toList());
    }
}
