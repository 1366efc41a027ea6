package dev.ichor.provisioner;

import dev.ichor.base.Malformed;
import dev.ichor.machine.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;

/** Reads an uploaded archive. */
@FunctionalInterface
public interface FingerprintDecoder {
    /**
     * The fingerprint in the file. Called for one file at a time, so that memory is bounded by what one archive takes.
     *
     * @throws Malformed   if the archive breaks the rules of {@code boot-assets/discovery/FACTS.md}
     * @throws IOException if the file cannot be read
     */
    Fingerprint decode(Path archive) throws Malformed, IOException;
}
