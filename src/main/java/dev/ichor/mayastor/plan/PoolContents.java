package dev.ichor.mayastor.plan;

import dev.ichor.inventory.PoolNames;
import dev.ichor.inventory.roles.DiskChecks;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.hardware.Contents.MayastorPool;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import java.util.Optional;

/**
 * Whether a DiskPool may be laid on a disk. Mayastor does not look: it takes a disk with a pool of the same name as it
 * is, refuses one with another pool, and overwrites everything else.
 */
sealed interface PoolContents {
    /** Nothing is on it. */
    record Blank() implements PoolContents {
    }

    /** It carries a pool of this node, which is taken as it is. */
    record Kept(String name) implements PoolContents {
    }

    /** It carried what a person gave up, and what was seen of it is older than the erasing. */
    record Given(String what, boolean erased) implements PoolContents {
    }

    /** Nothing may be laid on it. */
    record Refused(String what, String mend) implements PoolContents {
    }

    static PoolContents of(String node, Hardware machine, DiskClaim claim, Disk disk) {
        String carries = DiskChecks.carries(disk);
        Optional<String> own = own(node, disk);
        if (claim.keep()) {
            return own.<PoolContents>map(Kept::new).orElseGet(() -> new Refused("the disk's Mayastor pool is to be"
                    + " kept, but it carries: " + carries, "Look at the disk; then give it the role pool anew"));
        }
        if (disk.isBlank()) {
            return new Blank();
        }
        boolean given = claim.accepted().equals(carries);
        // Who installs erases first; so what is seen after the install is what is there.
        boolean before = machine.installed().isEmpty() || machine.installed().get().isAfter(machine.seen());
        if (given && before) {
            return new Given(carries, machine.installed().isPresent());
        }
        if (own.isPresent()) {
            return new Kept(own.get());
        }
        return new Refused("the disk carries: " + carries + (given ? ", although the machine is installed: it was not"
                + " erased, or was written to since" : ", which nobody gave up") + ". A pool would overwrite it",
                "Look at what it is; then wipe the disk, or give it the role spare");
    }

    private static Optional<String> own(String node, Disk disk) {
        return disk.contents().size() == 1 && disk.contents().getFirst() instanceof MayastorPool(String pool, String _)
                && PoolNames.isOf(pool, node) ? Optional.of(pool) : Optional.empty();
    }
}
