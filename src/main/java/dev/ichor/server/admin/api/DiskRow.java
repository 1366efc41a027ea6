package dev.ichor.server.admin.api;

import dev.ichor.inventory.roles.RoleSheet;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.hardware.DiskId;
import java.util.List;
import java.util.Optional;

/** One disk with the role that it has and the one that it should have. */
@About("One disk with the role that it has and the one that it should have.")
public record DiskRow(
        @About("Which disk.") DiskId disk,
        @About("Its model.") String model,
        @About("The kernel's name in the latest boot, for people at the console only.") String kernelName,
        @About("What is on it, each in words; `blank` alone if nothing was found.") List<String> carries,
        @About(value = "The role that it has; null if it has none.", words = {"system", "pool", "spare", "ignore"})
        Optional<String> role,
        @About("Whether the Mayastor pool on it is kept.") boolean keep,
        @About("Contents that a person gave up by naming the serial number.") String accepted,
        @About(value = "The role that it should have.", words = {"system", "pool", "spare", "ignore"})
        String suggested,
        @About("Whether the suggestion is to keep the Mayastor pool on it.") boolean suggestKeep,
        @About("Reasons of the suggestion.") List<String> why,
        @About("Why it cannot be written to, whoever asks; empty if it can.") List<String> refusals,
        @About("Whether a person must name its serial number before it may be written to.") boolean needsName,
        @About("What should be known, such as a slow PCIe link.") List<String> warnings) {
    static DiskRow of(RoleSheet.Row row) {
        return new DiskRow(row.disk(), row.model(), row.kernelName(), row.carries(),
                row.claim().map(claim -> claim.role().label()), row.claim().map(DiskClaim::keep).orElse(false),
                row.claim().map(DiskClaim::accepted).orElse(""), row.suggested().label(), row.keep(), row.why(),
                row.refusals(), row.needsName(), row.warnings());
    }
}
