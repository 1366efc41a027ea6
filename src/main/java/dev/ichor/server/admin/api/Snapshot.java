package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.machine.Fingerprint;
import dev.ichor.provisioner.Machines;
import java.time.Instant;
import java.util.List;

/** A stored fingerprint; {@code difference} says what changed since the one before. */
@About("A stored fingerprint.")
public record Snapshot(@About("Of the raw archive.") Sha256 hash, @About("When it was taken.") Instant taken,
                       @About("What changed since the one before; empty for the first.") List<String> difference,
                       @About("The hardware.") Fingerprint fingerprint) {
    public static Snapshot of(Machines.Snapshot snapshot) {
        return new Snapshot(snapshot.hash(), snapshot.taken(), snapshot.difference(), snapshot.fingerprint());
    }
}
