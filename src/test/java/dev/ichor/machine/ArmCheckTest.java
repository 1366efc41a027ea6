package dev.ichor.machine;

import static dev.ichor.machine.Disks.BLANK;
import static dev.ichor.machine.Disks.TABLE;
import static dev.ichor.machine.Disks.armed;
import static dev.ichor.machine.Disks.disk;
import static dev.ichor.machine.Disks.ext4;
import static dev.ichor.machine.Disks.id;
import static dev.ichor.machine.Disks.print;
import static dev.ichor.machine.Disks.protectedOne;
import static dev.ichor.machine.Disks.renamed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ArmCheckTest {
    private static final Disk A = disk("A", TABLE, ext4("root"));
    private static final Disk B = disk("B");
    private static final Disk C = disk("C", ext4("data"));
    private static final Fingerprint BEFORE = print(A, B, C);

    @Test
    void whatStaysTheSameIsNoDifference() {
        fits(ArmedDisk.State.UNTOUCHED, BEFORE);
    }

    @Test
    void namesSlotsOrderHealthAndLinksNeverMatter() {
        fits(ArmedDisk.State.UNTOUCHED, print(renamed(C, "sdz"), renamed(A, "nvme7n1"), renamed(B, "nvme0n1")));
    }

    @Test
    void aDiskThatIsGoneNewOrAnotherVoids() {
        voids("A (eui.A, 1000 bytes) is gone", ArmedDisk.State.UNTOUCHED, print(B, C));
        voids("C (eui.C, 1000 bytes) is gone", ArmedDisk.State.ERASED, print(disk("A"), B));
        voids("D (eui.D, 1000 bytes) was not there", ArmedDisk.State.UNTOUCHED, print(A, B, C, disk("D")));
        for (DiskId other : List.of(new DiskId("eui.X", "A", 1_000), new DiskId("eui.A", "X", 1_000),
                new DiskId("eui.A", "A", 1_001))) {
            for (ArmedDisk.State state : ArmedDisk.State.values()) {
                voids("is gone", state, print(disk(other, List.of(BLANK)), B, C));
            }
        }
    }

    @Test
    void aDiskThatIsThereTwiceVoids() {
        voids("is there 2 times", ArmedDisk.State.UNTOUCHED, print(A, renamed(A, "sda"), B, C));
        voids("C (eui.C, 1000 bytes) is there 2 times", ArmedDisk.State.UNTOUCHED, print(A, B, C, C));
        voids("is there 2 times", ArmedDisk.State.UNTOUCHED, print(A, A, B, C), print(A, A, B, C));
    }

    @Test
    void blockSizeAndWriteProtectionMustStay() {
        for (ArmedDisk.State state : ArmedDisk.State.values()) {
            Disk now = state == ArmedDisk.State.ERASED ? disk("A") : A;
            voids("logical block size was 512 and is 4096", state, print(protectedOne(now, 4096, false, false), B, C));
            voids("write protection was off and is on", state, print(protectedOne(now, 512, true, false), B, C));
            voids("kind of medium was fixed and is removable", state,
                    print(protectedOne(now, 512, false, true), B, C));
            voids("its model was Model", state, print(other(now), B, C));
        }
        voids("disk B", ArmedDisk.State.UNTOUCHED, print(A, protectedOne(B, 512, true, false), C));
    }

    private static Disk other(Disk disk) {
        return new Disk(disk.kernelName(), disk.wwid(), disk.serial(), "Another", "", "", "1", disk.bytes(), 512, 512,
                List.of(), disk.transport(), false, false, false, disk.pci(), disk.numa(), disk.health(), List.of(),
                disk.contents());
    }

    @Test
    void contentsOfUntouchedRefusedAndForeignDisksMustStay() {
        for (ArmedDisk.State state : List.of(ArmedDisk.State.UNTOUCHED, ArmedDisk.State.REFUSED)) {
            voids("carried gpt partition table", state, print(disk("A", TABLE, ext4("other")), B, C));
            voids("carried gpt partition table", state, print(disk("A"), B, C));
        }
        voids("disk B (eui.B, 1000 bytes) carried blank", ArmedDisk.State.STARTED, print(A, disk("B", ext4("n")), C));
        voids("another one of that kind", ArmedDisk.State.UNTOUCHED,
                print(A, B, disk("C", new Contents.Filesystem("ext4", "data", "another uuid"))));
    }

    @Test
    void anErasedDiskIsBlank() {
        fits(ArmedDisk.State.ERASED, print(disk("A"), B, C));
        voids("disk A (eui.A, 1000 bytes) was erased and still carries ext4 filesystem \"root\"",
                ArmedDisk.State.ERASED, print(disk("A", ext4("root")), B, C));
        voids("was erased and still carries unreadable", ArmedDisk.State.ERASED,
                print(disk("A", new Contents.Unreadable("I/O error")), B, C));
    }

    @Test
    void aDiskWhoseErasingBeganCarriesRemnantsAndNothingNew() {
        Contents protective = new Contents.PartitionTable("mbr", "00000000",
                List.of(new Contents.Partition(1, "", "ee", 512, 488)));
        for (ArmedDisk.State state : List.of(ArmedDisk.State.STARTED, ArmedDisk.State.FAILED)) {
            fits(state, print(A, B, C));
            fits(state, print(disk("A"), B, C));
            fits(state, print(disk("A", new Contents.Unknown("at 0")), B, C));
            fits(state, print(disk("A", protective, new Contents.Unreadable("I/O error")), B, C));
            fits(state, print(disk("A", new Contents.PartitionTable("gpt", "id", List.of())), B, C));
            voids("which the agent began to erase, carries ext4 filesystem \"new\"", state,
                    print(disk("A", ext4("new")), B, C));
            voids("carries Mayastor pool", state, print(disk("A", new Contents.MayastorPool("p", "")), B, C));
            voids("carries gpt", state, print(disk("A", new Contents.PartitionTable("gpt", "other", List.of())), B, C));
            voids("carries Talos", state, print(disk("A", new Contents.Talos(List.of("META"), "")), B, C));
        }
    }

    @Test
    void disksThatNothingTellsApartAreComparedAsAHeap() {
        Disk blank = disk("");
        Disk full = disk("", ext4("stick"));
        fits(ArmedDisk.State.UNTOUCHED, print(A, blank, full), print(A, full, blank));
        fits(ArmedDisk.State.UNTOUCHED, print(A, blank, blank), print(A, blank, blank));
        voids("is gone or changed", ArmedDisk.State.UNTOUCHED, print(A, blank, full), print(A, full, full));
        voids("is gone or changed", ArmedDisk.State.UNTOUCHED, print(A, blank, blank), print(A, blank));
        voids("was not there when the machine was armed", ArmedDisk.State.UNTOUCHED, print(A, blank),
                print(A, blank, blank));
        voids("is gone or changed", ArmedDisk.State.UNTOUCHED, print(A, blank),
                print(A, protectedOne(blank, 512, true, false)));
    }

    @Test
    void anArmedDiskThatWasNeverSeenVoids() {
        Arm arm = Disks.arm(Arm.Purpose.WIPE, Instant.EPOCH, armed("Z", true, ArmedDisk.State.UNTOUCHED));
        assertEquals(List.of("disk " + id("Z") + " was armed and was never seen"),
                ArmCheck.differences(arm, BEFORE, BEFORE));
    }

    private static void fits(ArmedDisk.State state, Fingerprint now) {
        fits(state, BEFORE, now);
    }

    private static void fits(ArmedDisk.State state, Fingerprint before, Fingerprint now) {
        assertEquals(List.of(), differences(state, before, now), state.name());
    }

    private static void voids(String line, ArmedDisk.State state, Fingerprint now) {
        voids(line, state, BEFORE, now);
    }

    private static void voids(String line, ArmedDisk.State state, Fingerprint before, Fingerprint now) {
        List<String> lines = differences(state, before, now);
        assertTrue(lines.stream().anyMatch(one -> one.contains(line)), state + ": " + lines);
    }

    private static List<String> differences(ArmedDisk.State state, Fingerprint before, Fingerprint now) {
        Arm arm = Disks.arm(Arm.Purpose.INSTALL, Instant.EPOCH, armed("A", true, state));
        return ArmCheck.differences(arm, before, now);
    }
}
