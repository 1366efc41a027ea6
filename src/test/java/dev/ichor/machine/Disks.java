package dev.ichor.machine;

import dev.ichor.base.Sha256;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Disks and arms for tests. */
public final class Disks {
    public static final Contents BLANK = new Contents.Blank();
    public static final Contents TABLE = new Contents.PartitionTable("gpt", "id",
            List.of(new Contents.Partition(1, "a", "t", 1 << 20, 1 << 20)));
    private static final Fingerprint BOX = Samples.fingerprint(BootId.of(1), Optional.empty(), "S",
            List.of(Samples.mac("52:54:00:00:00:01")));

    private Disks() {
    }

    public static Contents ext4(String label) {
        return new Contents.Filesystem("ext4", label, "u-" + label);
    }

    public static DiskId id(String serial) {
        return serial.isEmpty() ? new DiskId("", "", 1_000) : new DiskId("eui." + serial, serial, 1_000);
    }

    public static Disk disk(String serial, Contents... contents) {
        return disk(id(serial), contents.length == 0 ? List.of(BLANK) : List.of(contents));
    }

    public static Disk disk(DiskId id, List<Contents> contents) {
        return new Disk("nvme0n1", id.wwid(), id.serial(), "Model", "", "", "1", id.bytes(), 512, 512, List.of(),
                Disk.Transport.NVME, false, false, false, Optional.empty(), OptionalInt.empty(), Optional.empty(),
                List.of(), contents);
    }

    /** The disk as another boot shows it: other name, other slot, other health, other links. */
    public static Disk renamed(Disk disk, String kernelName) {
        return new Disk(kernelName, disk.wwid(), disk.serial(), disk.model(), disk.eui(), disk.nguid(), "2",
                disk.bytes(), disk.logical(), 4096, disk.formats(), disk.transport(), disk.rotational(),
                disk.readOnly(), disk.removable(), BOX.disks().getFirst().pci(), OptionalInt.of(1),
                Optional.of(new Disk.Health(0, 50, 80, 10, 0, 9, 60)), List.of("nvme-" + kernelName), disk.contents());
    }

    public static Disk protectedOne(Disk disk, int logical, boolean readOnly, boolean removable) {
        return new Disk(disk.kernelName(), disk.wwid(), disk.serial(), disk.model(), disk.eui(), disk.nguid(),
                disk.firmware(), disk.bytes(), logical, disk.physical(), disk.formats(), disk.transport(),
                disk.rotational(), readOnly, removable, disk.pci(), disk.numa(), disk.health(), disk.byId(),
                disk.contents());
    }

    public static Fingerprint print(Disk... disks) {
        return print(BootId.of(1), List.of(disks));
    }

    public static Fingerprint print(BootId boot, List<Disk> disks) {
        return new Fingerprint(boot, BOX.system(), BOX.platform(), BOX.cpu(), BOX.memory(), disks, BOX.nics(),
                List.of());
    }

    public static ArmedDisk armed(String serial, boolean erase, ArmedDisk.State state) {
        return new ArmedDisk(id(serial), "Model", DiskRole.SYSTEM, "x", erase, state, "");
    }

    public static Arm arm(Arm.Purpose purpose, Instant from, ArmedDisk... disks) {
        return new Arm("a-0123456789", purpose, Sha256.of(new byte[0]), List.of(disks), "ann", false, from,
                from.plusSeconds(600));
    }
}
