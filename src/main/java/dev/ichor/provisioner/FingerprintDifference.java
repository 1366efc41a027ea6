package dev.ichor.provisioner;

import dev.ichor.machine.Fingerprint;
import java.util.List;

/** Says what changed between two fingerprints of a machine. */
@FunctionalInterface
public interface FingerprintDifference {
    /** Lines for people; empty if nothing changed. */
    List<String> between(Fingerprint before, Fingerprint after);
}
