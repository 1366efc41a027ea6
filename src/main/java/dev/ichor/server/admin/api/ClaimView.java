package dev.ichor.server.admin.api;

import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.hardware.DiskId;

/** The role that a disk of a machine has. */
@About("The role that a disk of a machine has.")
public record ClaimView(@About("Which disk.") DiskId disk,
                        @About(value = "What it is for.", words = {"system", "pool", "spare", "ignore"}) String role,
                        @About("Whether the Mayastor pool on it is kept.") boolean keep,
                        @About("Contents that a person gave up by naming the serial number; empty if there were none.")
                        String accepted) {
    public static ClaimView of(DiskClaim claim) {
        return new ClaimView(claim.disk(), claim.role().label(), claim.keep(), claim.accepted());
    }
}
