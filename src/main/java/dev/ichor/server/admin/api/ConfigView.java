package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.machine.MachineId;
import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/machines/{key}/config}. */
@About("The configuration that a machine would get now.")
public record ConfigView(
        @About("Whose it is.") MachineId machine,
        @About("The cluster.") String cluster,
        @About("The node that the machine is.") String node,
        @About("Its YAML. Secrets are `(secret)` unless `clear` is true.") String text,
        @About("Whether the secrets are in it.") boolean clear,
        @About("SHA-256 of the bytes that would be served, with the secrets.") Sha256 hash,
        @About("Whether it may be served: no finding is an error.") boolean servable,
        @About("Image Factory schematic that fits; empty for the plain release.") String schematic,
        @About("Installer image with its tag.") String installer,
        @About("Everything that was found.") List<FindingView> findings,
        @About("What it got last; null if it never got one.") Optional<ServedView> last) {
}
