package dev.ichor.assets.fetch;

import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Disk;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The check of a file that came in whole. */
final class Received {
    private Received() {
    }

    /** Whether size and hash are as wanted, as far as they are known. */
    static boolean isRight(Want want, Path file) throws AssetsFailed {
        try {
            return (want.size().isEmpty() || Files.size(file) == want.size().getAsLong())
                    && (want.sha256().isEmpty() || Sha256.of(file).equals(want.sha256().get()));
        } catch (IOException e) {
            throw Disk.failed(file, e);
        }
    }

    /** Deletes a wrong file and says how it is wrong. */
    static AssetsFailed refuse(Want want, Path file, String from) {
        try {
            String found = Files.size(file) + " bytes, sha256 " + Sha256.of(file);
            Files.delete(file);
            String expected = (want.size().isPresent() ? want.size().getAsLong() + " bytes, " : "")
                    + want.sha256().map(sha -> "sha256 " + sha).orElse("");
            return new AssetsFailed(want.label(), "the file from " + from + " is not the one expected: it has " + found
                    + "; expected " + expected + ". It was deleted", "Try again; if it stays so, the source or the"
                    + " mirror serves another file: do not use it before you know why");
        } catch (IOException e) {
            return Disk.failed(file, e);
        }
    }
}
