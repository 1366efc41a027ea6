package dev.ichor.inventory;

import dev.ichor.inventory.roles.DiskChecks;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.MayastorPool;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is wrong with the disks that a machine would be a node with. Used by one thread. */
final class DiskObstacles {
    private final Fingerprint machine;
    private final Assign.Limits limits;
    private final Mends mends;
    private final Set<Obstacle> found = new LinkedHashSet<>();

    DiskObstacles(Fingerprint machine, Assign.Limits limits, Mends mends) {
        this.machine = machine;
        this.limits = limits;
        this.mends = mends;
    }

    List<Obstacle> list() {
        return List.copyOf(found);
    }

    void add(String code, String text) {
        found.add(new Obstacle(code, text));
    }

    /** Exactly one disk is the system disk. */
    void systemDisks(List<DiskClaim> claims) {
        List<String> systems = claims.stream().filter(claim -> claim.role() == DiskRole.SYSTEM)
                .map(claim -> claim.disk().serial()).toList();
        if (systems.isEmpty()) {
            add("no-system-disk", "No disk has the role system. Give it to one: " + mends.role("SERIAL", "system")
                    + "; " + mends.suggest());
        } else if (systems.size() > 1) {
            add("two-system-disks", "More than one disk has the role system: " + String.join(", ", systems)
                    + ". Give all but one another role: " + mends.role("SERIAL", "spare"));
        }
    }

    /** Everything about one claim of a role that is written to; the others are in nobody's way. */
    void claim(DiskClaim claim, Optional<String> node) {
        if (claim.role().isWritten()) {
            find(claim.disk()).ifPresentOrElse(disk -> claim(claim, disk, node), () -> add("disk-missing",
                    "The " + claim.role().label() + " disk " + claim.disk() + " is gone. Put it back, or give its role"
                            + " up: " + mends.role(claim.disk().serial(), "ignore")));
        }
    }

    private Optional<Disk> find(DiskId id) {
        return machine.disks().stream().filter(disk -> disk.id().equals(id)).findFirst();
    }

    private void claim(DiskClaim claim, Disk disk, Optional<String> node) {
        refused(disk, claim.keep());
        String carries = DiskChecks.carries(disk);
        if (claim.keep()) {
            if (pool(disk).isEmpty() || disk.contents().size() != 1) {
                add("pool-gone", "The Mayastor pool on " + DiskChecks.name(disk)
                        + " is to be kept, but the disk carries: " + carries + ". Decide anew: "
                        + mends.role(disk.serial(), "pool"));
            }
        } else if (!disk.isBlank() && !claim.accepted().equals(carries)) {
            notBlank(disk, claim.role(), node);
        }
    }

    /** The disk carries something nobody gave up. */
    void notBlank(Disk disk, DiskRole role, Optional<String> node) {
        Optional<String> own = pool(disk).filter(name -> node.filter(of -> PoolNames.isOf(name, of)).isPresent());
        if (own.isPresent() && role == DiskRole.POOL) {
            add("pool-not-kept", "The " + who(disk, role) + " carries this node's own Mayastor pool \"" + own.get()
                    + "\". Keep it: " + mends.keep(disk.serial()) + "; or wipe it: " + mends.wipe(disk.serial()));
        } else {
            add("disk-not-blank", "The " + who(disk, role) + " carries: " + DiskChecks.carries(disk) + whose(disk)
                    + ". If that may go, wipe it: " + mends.wipe(disk.serial()) + "; if it must stay, take the disk out"
                    + " of use: " + mends.role(disk.serial(), "spare"));
        }
    }

    private static String who(Disk disk, DiskRole role) {
        return DiskChecks.name(disk) + ", which would be " + switch (role) {
            case SYSTEM -> "the system disk,";
            case POOL -> "a pool disk,";
            case SPARE, IGNORE -> role.label() + ",";
        };
    }

    private static String whose(Disk disk) {
        return pool(disk).isPresent() ? ", a pool that is not this node's"
                : disk.contents().stream().anyMatch(Contents.Talos.class::isInstance)
                ? ", a Talos that some cluster may miss" : "";
    }

    private static Optional<String> pool(Disk disk) {
        return disk.contents().stream().filter(MayastorPool.class::isInstance)
                .map(contents -> ((MayastorPool) contents).pool()).findFirst();
    }

    /** What forbids to write to the disk; only its identity matters for a pool that is kept. */
    void refused(Disk disk, boolean kept) {
        for (DiskChecks.Refusal refusal : DiskChecks.refusals(disk, machine.disks(), limits.health())) {
            String start = DiskChecks.name(disk) + " cannot be written to: " + refusal.text() + ". ";
            String other = "Replace it, or take it out of use: " + mends.role(disk.serial(), "spare");
            switch (refusal.kind()) {
                case IDENTITY -> add("disk-identity", capital(start) + "Replace it: it cannot be told apart");
                case HEALTH -> add(!kept, "disk-unhealthy", capital(start) + other);
                case PROTECTED -> add(!kept, "disk-protected", capital(start) + other);
                case UNREADABLE -> add(!kept, "disk-unreadable", capital(start) + other);
            }
        }
    }

    private void add(boolean really, String code, String text) {
        if (really) {
            add(code, text);
        }
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Without SSE4.2 no pool of this node could ever work; what else is short is a verdict, not an obstacle. */
    void hardware(List<DiskClaim> claims) {
        if (!machine.cpu().sse42() && claims.stream().anyMatch(claim -> claim.role() == DiskRole.POOL)) {
            add("needs-hardware", "The CPU " + machine.cpu().model() + " has no SSE4.2, without which Mayastor's"
                    + " io-engine does not start. Use another machine, or one without pool disks");
        }
    }
}
