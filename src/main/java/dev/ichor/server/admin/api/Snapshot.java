package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.machine.Fingerprint;
import dev.ichor.provisioner.Machines;
import java.time.Instant;
import java.util.List;

/** A stored fingerprint; {@code difference} says what changed since the one before. */
public record Snapshot(Sha256 hash, Instant taken, List<String> difference, Fingerprint fingerprint) {
    public static Snapshot of(Machines.Snapshot snapshot) {
        return new Snapshot(snapshot.hash(), snapshot.taken(), snapshot.difference(), snapshot.fingerprint());
    }
}
