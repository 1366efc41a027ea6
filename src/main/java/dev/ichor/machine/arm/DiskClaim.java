package dev.ichor.machine.arm;

import dev.ichor.machine.hardware.DiskId;

/**
 * The role that a disk of a machine has.
 *
 * @param disk     which; the claim follows the disk to another slot, and ends with its identity
 * @param role     what it is for
 * @param keep     true only for {@link DiskRole#POOL}: its Mayastor pool returns with the node, so it is never armed
 * @param accepted the contents, as {@link dev.ichor.machine.hardware.Contents#describe()} joined by commas, that a
 *                 person gave up by naming the serial when the role was set; empty for a blank disk
 */
public record DiskClaim(DiskId disk, DiskRole role, boolean keep, String accepted) {
    public DiskClaim {
        if (keep && role != DiskRole.POOL) {
            throw new IllegalArgumentException("only a pool can be kept");
        }
    }

    /** True if the role means that what is on the disk now will be gone. */
    public boolean overwrites() {
        return role.isWritten() && !keep;
    }
}
