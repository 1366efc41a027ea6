package dev.ichor.inventory.roles;

import dev.ichor.base.Problem;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import java.util.List;

/**
 * A role that a person wants a disk to have.
 *
 * @param disk   which
 * @param role   what for
 * @param keep   keep the Mayastor pool on it
 * @param serial the serial number as the person typed it, to say that the contents may go; empty if not said
 */
public record RoleWish(DiskId disk, DiskRole role, boolean keep, String serial) {
    /** Either all claims or all problems; {@code where} of a problem is a JSON pointer into the list of wishes. */
    public record Outcome(List<DiskClaim> claims, List<Problem> problems, List<String> changes) {
        public Outcome {
            claims = List.copyOf(claims);
            problems = List.copyOf(problems);
            changes = List.copyOf(changes);
        }
    }

    /**
     * The claims that the wishes make: disks that no wish names keep the claim they have. Refused: no or two system
     * disks, a disk that is not there, duplicate or empty identity, what {@link RoleSheet.Row#refusals()} says, and
     * contents without the serial.
     */
    public static Outcome claims(RoleSheet sheet, List<RoleWish> wishes) {
        throw new UnsupportedOperationException();
    }
}
