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
    /**
     * Either all claims or all problems.
     *
     * @param claims   of all disks; empty if there is a problem
     * @param problems {@code where} is a JSON pointer with the list of wishes at {@code /disks}: {@code /disks/1/role}
     * @param changes  one line for each disk whose role changes, with what is given up
     */
    public record Outcome(List<DiskClaim> claims, List<Problem> problems, List<String> changes) {
        public Outcome {
            claims = List.copyOf(claims);
            problems = List.copyOf(problems);
            changes = List.copyOf(changes);
        }
    }

    /**
     * The claims that the wishes make: disks that no wish names keep the claim they have. Refused: no or two system
     * disks (none is fine only while no disk is a pool), a disk that is not there, duplicate or empty identity, what
     * {@link RoleSheet.Row#refusals()} says, a pool to keep where none is, and contents without the serial. A disk may
     * always be spare or ignored. A wish for what is so already needs no serial.
     */
    public static Outcome claims(RoleSheet sheet, List<RoleWish> wishes) {
        return new WishCheck(sheet, wishes).outcome();
    }
}
