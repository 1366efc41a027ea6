package dev.ichor.server.admin.api;

import dev.ichor.base.Ipv4;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/machines/{key}}. */
@About("All that is known of a machine.")
public record MachineDetail(
        @About("It in one line.") MachineSummary machine,
        @About("Address in its cluster's storage network; null if it has none.") Optional<Ipv4> address,
        @About("The permission to overwrite disks that lives; null if none does.") Optional<ArmView> arm,
        @About("Roles of its disks, also of disks that are not seen at the moment.") List<ClaimView> claims,
        @About("Why it cannot go on without a person.") List<ReasonBody> obstacles,
        @About("Since when it runs from its own disk; null if it does not.") Optional<Instant> installed,
        @About("Its latest fingerprint.") Optional<Snapshot> latest) {
}
