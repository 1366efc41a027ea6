package dev.ichor.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.base.Firmware;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Blank;
import dev.ichor.machine.hardware.Contents.Filesystem;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Disk.Transport;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.Platform;
import dev.ichor.machine.hardware.Platform.SecureBoot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FingerprintDiffTest {
    private static final Disk FIRST = disk("nvme0n1", "eui.1", "S1", "GDC1", new Blank());
    private static final Disk SECOND = disk("nvme1n1", "eui.2", "S2", "GDC1", new Blank());
    private static final Nic NIC = nic(1, "eth0", OptionalInt.of(25_000));
    private static final Fingerprint BASE = print("3.4", 512L << 30, List.of(FIRST, SECOND), List.of(NIC));

    @Test
    void nothingChangedSaysNothing() {
        assertEquals(List.of(), FingerprintDiff.between(BASE, BASE));
    }

    @Test
    void renumberedThingsAreNoDifference() {
        Fingerprint after = print("3.4", 512L << 30, List.of(disk("nvme0n1", "eui.2", "S2", "GDC1", new Blank()),
                disk("nvme1n1", "eui.1", "S1", "GDC1", new Blank())), List.of(nic(1, "eth7", OptionalInt.of(25_000))));
        assertEquals(List.of(), FingerprintDiff.between(BASE, after));
    }

    @Test
    void aSwappedDiskIsOneGoneAndOneNew() {
        Disk third = disk("nvme0n1", "eui.3", "S3", "GDC1", new Filesystem("xfs", "", ""));
        assertEquals(List.of("disk S1 (Samsung PM9A3, 1.9 TB) is gone",
                "disk S3 (Samsung PM9A3, 1.9 TB) is new; it carries: xfs filesystem"),
                FingerprintDiff.between(BASE, print("3.4", 512L << 30, List.of(third, SECOND), List.of(NIC))));
    }

    @Test
    void whatChangedOnADiskIsTold() {
        Disk changed = disk("sdx", "eui.2", "S2", "GDC2", new Filesystem("ext4", "data", "u"));
        assertEquals(List.of("the firmware of disk S2 (Samsung PM9A3, 1.9 TB) changed from GDC1 to GDC2",
                "the contents of disk S2 (Samsung PM9A3, 1.9 TB) changed from blank to ext4 filesystem \"data\""),
                FingerprintDiff.between(BASE, print("3.4", 512L << 30, List.of(changed, FIRST), List.of(NIC))));
    }

    @Test
    void aNewFilesystemOfTheSameKindIsTold() {
        Fingerprint before = print("3.4", 1, List.of(disk("a", "eui.1", "S1", "", new Filesystem("xfs", "", "1"))), List.of());
        Fingerprint after = print("3.4", 1, List.of(disk("a", "eui.1", "S1", "", new Filesystem("xfs", "", "2"))), List.of());
        assertTrue(FingerprintDiff.between(before, after).getFirst().endsWith("still xfs filesystem, but not the same one"));
    }

    @Test
    void aNewWwidOfTheSameSerialIsTheSameDisk() {
        Disk same = disk("nvme0n1", "nvme.1", "S1", "GDC1", new Blank());
        assertEquals(List.of("the wwid of disk S1 (Samsung PM9A3, 1.9 TB) changed from eui.1 to nvme.1"),
                FingerprintDiff.between(BASE, print("3.4", 512L << 30, List.of(same, SECOND), List.of(NIC))));
    }

    @Test
    void twinsArePairedByWhatTheyCarry() {
        Disk one = disk("vda", "", "", "", new Blank());
        Disk two = disk("vdb", "", "", "", new Filesystem("xfs", "", "1"));
        Disk swapped = disk("vda", "", "", "", new Filesystem("xfs", "", "1"));
        Disk other = disk("vdb", "", "", "", new Blank());
        assertEquals(List.of(), FingerprintDiff.between(print("1", 1, List.of(one, two), List.of()),
                print("1", 1, List.of(swapped, other), List.of())));
    }

    @Test
    void theMachineItselfIsCompared() {
        assertEquals(List.of("the BIOS version changed from 3.4 to 3.5", "memory changed from 512.0 GiB to 480.0 GiB"),
                FingerprintDiff.between(BASE, print("3.5", 480L << 30, BASE.disks(), BASE.nics())));
        assertEquals(List.of(), FingerprintDiff.between(BASE, print("3.4", (512L << 30) - 5_000_000, BASE.disks(),
                BASE.nics())));
    }

    @Test
    void nicsComeAndGoAndLoseTheirLink() {
        Nic down = nic(1, "eth0", OptionalInt.empty());
        assertEquals(List.of("the link of NIC 00:00:00:00:00:01 (ice) changed from up at 25000 Mb/s to down"),
                FingerprintDiff.between(BASE, print("3.4", 512L << 30, BASE.disks(), List.of(down))));
        assertEquals(List.of("NIC 00:00:00:00:00:01 (ice) is gone", "NIC 00:00:00:00:00:02 (ice) is new"),
                FingerprintDiff.between(BASE, print("3.4", 512L << 30, BASE.disks(),
                        List.of(nic(2, "eth0", OptionalInt.of(1))))));
    }

    private static Disk disk(String name, String wwid, String serial, String firmware, Contents contents) {
        return new Disk(name, wwid, serial, "Samsung PM9A3", "", "", firmware, 1_920_383_410_176L, 512, 4096, List.of(),
                Transport.NVME, false, false, false, Optional.empty(), OptionalInt.empty(), Optional.empty(), List.of(),
                List.of(contents));
    }

    private static Nic nic(long mac, String name, OptionalInt speed) {
        return new Nic(new Mac(mac), name, "ice", "4.0", Optional.empty(), OptionalInt.empty(), speed, speed.isPresent(),
                OptionalInt.empty(), false, "", Optional.empty(), Optional.empty());
    }

    private static Fingerprint print(String bios, long memory, List<Disk> disks, List<Nic> nics) {
        return new Fingerprint(BootId.of(1), new SystemIdentity(Optional.of(new SystemUuid(new UUID(1, 2))), "Acme", "R1",
                "1", "", "", "", ""), new Platform(Firmware.UEFI, "AMI", bios, "", SecureBoot.OFF, Optional.empty(),
                Optional.empty()), new Cpu("CPU", 1, 1, 1, true, List.of(), List.of()), new Memory(memory, List.of()),
                disks, nics, List.of());
    }
}
