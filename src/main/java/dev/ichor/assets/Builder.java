package dev.ichor.assets;

import dev.ichor.base.Arch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes assets on this host: the discovery image, the iPXE binaries of a Debian package. */
@FunctionalInterface
public interface Builder {
    /**
     * A file that was made.
     *
     * @param file below the work folder
     */
    record Made(AssetName name, Path file, String version, Arch arch, String licence, String source) {
    }

    /**
     * Makes the files below {@code work}, an empty folder that is deleted afterwards.
     *
     * @throws IOException  if the disk fails
     * @throws AssetsFailed if something it needs is not there; the message says what and how to get it
     */
    List<Made> build(Path work, Progress progress) throws IOException, AssetsFailed;
}
