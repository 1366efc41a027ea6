package dev.ichor.assets.fetch;

import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Progress;
import java.nio.file.Path;
import java.util.Optional;

/** A way to published files. */
sealed interface Transport permits HttpTransport, FolderTransport {
    /**
     * Gets a file into {@code folder} and checks size and hash as far as they are known.
     *
     * @return the whole file; the caller moves or deletes it
     */
    Path file(Want want, Path folder, Progress progress) throws AssetsFailed;

    /** Gets a small text, such as a checksum list; empty if the publisher or folder has none. */
    Optional<String> text(Want want, Path folder) throws AssetsFailed;
}
