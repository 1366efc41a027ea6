package dev.ichor.mayastor.gate;

import dev.ichor.inventory.PoolNames;
import dev.ichor.inventory.roles.DiskChecks;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.mayastor.gate.Scene.PoolDisk;
import dev.ichor.mayastor.gate.Scene.Storing;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Whether the disks that Mayastor overwrites may be overwritten, and will last. */
final class DiskGates {
    private static final int WORN_OUT = 100;

    private final Scene scene;
    private final Tally tally = new Tally();

    private DiskGates(Scene scene) {
        this.scene = scene;
    }

    /**
     * A DiskPool overwrites whatever is on its disk. So a disk is well only if the latest look at it, by the discovery
     * image or by the check on the node, showed it blank or with the very pool that is kept.
     */
    static Gate pools(Scene scene) {
        DiskGates gates = new DiskGates(scene);
        gates.each(gates::pool);
        return gates.tally.gate("pool-disks");
    }

    static Gate health(Scene scene) {
        DiskGates gates = new DiskGates(scene);
        gates.each(gates::health);
        return gates.tally.gate("disk-health");
    }

    private void each(BiConsumer<Storing, PoolDisk> look) {
        for (Storing node : scene.storing()) {
            if (node.pools().isEmpty()) {
                tally.unknown(node.name(), "it is declared with pool disks, and none is known yet",
                        "ichor nodes show " + node.name());
            }
            node.pools().forEach(disk -> look.accept(node, disk));
        }
    }

    private static String subject(Storing node, PoolDisk disk) {
        return node.name() + "/" + (disk.id().serial().isBlank() ? "?" : disk.id().serial());
    }

    private void pool(Storing node, PoolDisk pool) {
        String subject = subject(node, pool);
        Instant seen = node.machine().map(Hardware::seen).orElse(Instant.MIN);
        // Of two disks with one serial number nobody knows which one was measured.
        boolean isOne = pool.id().isSound() && isAlone(node, pool.id());
        Optional<Proof> proof = scene.proof("disk", subject, seen, node)
                .filter(found -> !found.good() || isOne);
        if (!isOne) {
            tally.red(subject, "nothing tells it apart from every other pool disk: " + pool.id(),
                    "Let another disk be the pool: ichor roles set " + node.key() + " SERIAL=pool");
        } else if (proof.isPresent() && proof.get().good()) {
            tally.green(subject, Scene.said(proof.get()));
        } else if (proof.isPresent()) {
            tally.red(subject, Scene.said(proof.get()), cleanThere(node, pool));
        } else if (node.fingerprint().isEmpty()) {
            tally.unknown(subject, "nobody saw it yet", NodeGates.readAgain(node));
        } else {
            seen(node, pool, subject);
        }
    }

    /** No other pool disk of any node has its serial number in that node, or its identity anywhere. */
    private boolean isAlone(Storing node, DiskId id) {
        long same = scene.storing().stream().flatMap(other -> other.pools().stream().filter(disk ->
                disk.id().wwid().equalsIgnoreCase(id.wwid())
                        || other.name().equals(node.name()) && disk.id().serial().equalsIgnoreCase(id.serial())))
                .count();
        return same == 1;
    }

    private void seen(Storing node, PoolDisk pool, String subject) {
        Hardware machine = node.machine().orElseThrow();
        List<Disk> found = node.fingerprint().orElseThrow().disks().stream()
                .filter(disk -> disk.id().equals(pool.id())).toList();
        String when = " in the fingerprint of " + Tally.time(machine.seen());
        if (found.size() != 1) {
            tally.red(subject, "it is " + (found.isEmpty() ? "not" : found.size() + " times") + when,
                    "Look at the disks with ichor machines show " + node.key() + ", plug it in again, or give its role"
                            + " to another: ichor roles set " + node.key() + " SERIAL=pool");
            return;
        }
        Disk disk = found.getFirst();
        if (disk.readOnly()) {
            tally.red(subject, "it is read-only" + when, "Unlock it, or let another disk be the pool");
        } else if (disk.isBlank() && claimKeeps(pool)) {
            tally.red(subject, "its pool is to be kept, and it is blank" + when, "If its data is gone for good: ichor"
                    + " roles set " + node.key() + " " + pool.id().serial() + "=pool without --keep");
        } else if (disk.isBlank()) {
            tally.green(subject, "blank" + when);
        } else if (pool.isKept() && isOwnPool(pool, disk, node.name())) {
            tally.green(subject, "carries its own pool, which is kept," + when);
        } else {
            carries(node, pool, subject, disk);
        }
    }

    private static boolean claimKeeps(PoolDisk pool) {
        return pool.claim().filter(DiskClaim::keep).isPresent();
    }

    /** The one that the plan goes on with. */
    private static boolean isOwnPool(PoolDisk pool, Disk disk, String node) {
        return disk.contents().size() == 1
                && disk.contents().getFirst() instanceof Contents.MayastorPool(String name, String _)
                && PoolNames.isOf(name, node) && pool.planned().map(Pool::name).orElse(name).equals(name);
    }

    /**
     * Contents that a person gave up were seen before the installation, and the installation may have erased them:
     * that is no proof of a blank disk, but no proof of the contrary either. Everything else is known to hold data.
     */
    private void carries(Storing node, PoolDisk pool, String subject, Disk disk) {
        Hardware machine = node.machine().orElseThrow();
        String text = "it carries " + DiskChecks.carries(disk) + " in the fingerprint of "
                + Tally.time(machine.seen());
        boolean givenUp = pool.claim().filter(claim -> claim.overwrites()
                && claim.accepted().equals(DiskChecks.carries(disk))).isPresent();
        boolean before = machine.installed().filter(machine.seen()::isBefore).isPresent();
        if (givenUp && before) {
            tally.unknown(subject, text + ", before the installation of " + Tally.time(machine.installed().get())
                    + "; a person gave that up, and nothing shows that it was erased", prove(node));
        } else {
            tally.red(subject, text, clean(node, pool));
        }
    }

    private String prove(Storing node) {
        return "Let the node look, which only reads: " + scene.prove("disks", node);
    }

    /** What holds data by the latest look of the discovery image is refused by the plan too. */
    private static String clean(Storing node, PoolDisk pool) {
        String serial = pool.id().serial();
        return "Give it the role spare: ichor roles set " + node.key() + " " + serial + "=spare. Only if nobody needs"
                + " what is on it: ichor wipe " + node.key() + " --disk " + serial + " while the machine waits in the"
                + " agent; of an installed machine, give its contents up by its serial number (ichor roles set "
                + node.key() + " " + serial + "=pool) and install it anew (ichor arm " + node.key() + ")";
    }

    /** What the node itself found. */
    private String cleanThere(Storing node, PoolDisk pool) {
        return "See what is on it: talosctl -n " + node.name() + " get discoveredvolumes. Only if nobody needs it:"
                + " erase the disk with the serial number " + pool.id().serial() + " (talosctl -n " + node.name()
                + " get disks, then talosctl -n " + node.name() + " wipe disk), then " + scene.prove("disks", node);
    }

    private void health(Storing node, PoolDisk pool) {
        String subject = subject(node, pool);
        Optional<Disk> disk = node.fingerprint().stream().flatMap(seen -> seen.disks().stream())
                .filter(one -> one.id().equals(pool.id())).findFirst();
        if (disk.isEmpty() || disk.get().health().isEmpty()) {
            tally.unknown(subject, disk.isEmpty() ? "nobody saw it" : "it tells no health figures",
                    "talosctl -n " + node.name() + " get disks; look at its SMART figures with the maker's tool");
            return;
        }
        Disk.Health health = disk.get().health().get();
        List<String> wrong = wrong(health);
        String when = " (fingerprint of " + Tally.time(node.machine().orElseThrow().seen()) + ")";
        if (wrong.isEmpty()) {
            tally.green(subject, health.percentageUsed() + " % used, spare " + health.spare() + " %, no media errors"
                    + when);
        } else {
            tally.red(subject, String.join(", ", wrong) + when, "Replace the disk, then ichor roles set " + node.key()
                    + " SERIAL=pool for the new one");
        }
    }

    private static List<String> wrong(Disk.Health health) {
        List<String> wrong = new ArrayList<>();
        if (health.criticalWarning() != 0) {
            wrong.add(String.format(Locale.ROOT, "it reports the critical warning 0x%02x", health.criticalWarning()));
        }
        if (health.spare() < health.spareThreshold()) {
            wrong.add("its spare of " + health.spare() + " % is below its threshold of " + health.spareThreshold()
                    + " %");
        }
        if (health.percentageUsed() >= WORN_OUT) {
            wrong.add(health.percentageUsed() + " % of its life is used");
        }
        if (health.mediaErrors() > 0) {
            wrong.add("it has " + health.mediaErrors() + (health.mediaErrors() == 1 ? " media error"
                    : " media errors"));
        }
        return wrong;
    }
}
