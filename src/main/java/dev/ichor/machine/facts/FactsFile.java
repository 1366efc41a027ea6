package dev.ichor.machine.facts;

import dev.ichor.base.Malformed;
import dev.ichor.machine.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads an archive that lies in a file. What is large in it, the copies of disks, goes to a second file beside it for
 * the time of the reading, so that the heap holds little more than one disk at a time, however many there are.
 */
public final class FactsFile {
    private FactsFile() {
    }

    /**
     * The fingerprint in the archive.
     *
     * @throws Malformed   if the archive breaks the contract or a limit
     * @throws IOException if a file cannot be read or written
     */
    public static Fingerprint read(Path archive, Limits limits) throws Malformed, IOException {
        Path beside = archive.resolveSibling(archive.getFileName() + ".unpacked");
        try (InputStream in = Files.newInputStream(archive); Spill spill = Spill.create(beside)) {
            return FingerprintReader.read(FactsArchive.read(in, limits, spill));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
