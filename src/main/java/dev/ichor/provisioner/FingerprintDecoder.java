package dev.ichor.provisioner;

import dev.ichor.base.Malformed;
import dev.ichor.machine.Fingerprint;

/** Reads an uploaded archive. */
@FunctionalInterface
public interface FingerprintDecoder {
    /** @throws Malformed if the archive breaks the rules of {@code boot-assets/discovery/FACTS.md} */
    Fingerprint decode(byte[] archive) throws Malformed;
}
