package dev.ichor.model;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Disks;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Sighting;
import dev.ichor.machine.hardware.Disk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A server in the rack: its drives, and what runs on it. */
final class Box {
    private static final Ipv4 FROM = new Ipv4(0x0a000005);

    /** What runs on it. */
    enum Runs { NOTHING, AGENT, OWN_DISK, TALOS }

    /** A fingerprint together with the truth at the moment at which it was read. */
    record Seen(Sha256 hash, Fingerprint print, List<Look> looks) {
        Optional<Look> only(dev.ichor.machine.hardware.DiskId id) {
            List<Look> found = looks.stream().filter(look -> look.drive.id.equals(id)).toList();
            return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        }
    }

    /** A drive, the data that it carried and the bytes that were read. */
    record Look(Drive drive, long data, long bytes) {
    }

    /** What the agent of this boot is at. {@code bound} is the drive that it writes to. */
    static final class Wiping {
        final String arm;
        final int number;
        final Drive bound;

        Wiping(String arm, int number, Drive bound) {
            this.arm = arm;
            this.number = number;
            this.bound = bound;
        }
    }

    final List<Drive> drives = new ArrayList<>();
    Optional<SystemUuid> uuid;
    final List<Mac> macs = new ArrayList<>();
    Runs runs = Runs.NOTHING;
    BootId boot;
    /** What the agent read last; {@code delivered} says whether the appliance confirmed it. */
    Seen read;
    boolean delivered;
    Wiping wiping;
    /** What Talos brings to get its configuration. */
    Tickets.Ticket ticket;
    /** Boots since the latest evidence that were told to bring some. */
    int boots;

    void off() {
        runs = Runs.NOTHING;
        read = null;
        delivered = false;
        wiping = null;
        ticket = null;
    }

    Sighting sighting(Instant at) {
        return new Sighting(at, FROM, boot, macs.getFirst(), uuid, Firmware.UEFI, Arch.X86_64, Sighting.Labels.NONE);
    }

    /** Reads the hardware: the kernel finds the drives in any order. */
    Seen look(Sha256 hash, Random random) {
        List<Drive> order = new ArrayList<>(drives);
        Collections.shuffle(order, random);
        List<Disk> disks = new ArrayList<>();
        List<Look> looks = new ArrayList<>();
        for (Drive drive : order) {
            Disk disk = Disks.disk(drive.id, drive.contents);
            disk = drive.readOnly ? Disks.protectedOne(disk, 512, true, false) : disk;
            disks.add(random.nextInt(4) == 0 ? Disks.renamed(disk, "sd" + disks.size()) : disk);
            looks.add(new Look(drive, drive.data, drive.bytes));
        }
        return new Seen(hash, Disks.print(boot, disks), looks);
    }
}
