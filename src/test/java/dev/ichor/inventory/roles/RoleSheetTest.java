package dev.ichor.inventory.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Box;
import dev.ichor.inventory.Policy.DiskRule;
import dev.ichor.inventory.roles.RoleSheet.Check.Verdict;
import dev.ichor.inventory.roles.RoleSheet.Row;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Disk.Health;
import dev.ichor.machine.hardware.Disk.LbaFormat;
import dev.ichor.machine.hardware.Disk.Transport;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.machine.hardware.PciLink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class RoleSheetTest {
    private static RoleSheet sheet(Fingerprint machine, List<DiskClaim> claims, String node) {
        return RoleSheet.of(machine, claims, Optional.ofNullable(node), DiskRule.DEFAULT, HealthLimits.DEFAULT,
                HardwareNeeds.DEFAULT);
    }

    private static String roles(RoleSheet sheet) {
        return sheet.disks().stream().map(row -> row.disk().serial() + "=" + row.suggested().label()
                + (row.keep() ? "+keep" : "") + (row.needsName() ? "!" : "")).collect(Collectors.joining(" "));
    }

    private static Row row(Disk disk) {
        return sheet(new Box().disk(disk).build(), List.of(), null).disks().getFirst();
    }

    private static Stream<Arguments> machines() {
        return Stream.of(
                Arguments.of("a=pool b=system c=pool", new Box().nvme("a", 1920).nvme("b", 480).nvme("c", 1920)),
                Arguments.of("b=pool a=system c=pool", new Box().nvme("b", 1920).nvme("a", 1920).nvme("c", 1920)),
                Arguments.of("a=spare b=system c=spare", new Box().nvme("a", 255).nvme("b", 256).nvme("c", 511)),
                Arguments.of("a=spare", new Box().nvme("a", 240)),
                Arguments.of("a=ignore b=system c=ignore d=ignore", new Box()
                        .disk(Box.disk("a", 4000, Transport.SATA, Box.WELL)).nvme("b", 480)
                        .disk(Box.disk("c", 4000, Transport.USB, null))
                        .disk(Box.disk("d", 4000, Transport.NVME_FABRICS, null))),
                Arguments.of("a=spare! b=system c=pool", new Box().nvme("a", 480, Box.ext4()).nvme("b", 480)
                        .nvme("c", 1920)),
                Arguments.of("a=system b=pool c=spare!", new Box().nvme("a", 480).nvme("b", 1920)
                        .nvme("c", 1920, Box.talos())),
                Arguments.of("a=system! b=pool!", new Box().nvme("a", 480, Box.talos()).nvme("b", 1920, Box.ext4())),
                Arguments.of("a=system b=pool! c=spare!", new Box().nvme("a", 480)
                        .nvme("b", 1920, Box.pool("other-1-x")).nvme("c", 1920, Box.ext4())),
                Arguments.of("a=system b=pool+keep! c=pool", new Box().nvme("a", 480)
                        .nvme("b", 1920, Box.pool("worker-1-ab12")).nvme("c", 1920)),
                Arguments.of("a=system b=pool! c=spare!", new Box().nvme("a", 480)
                        .nvme("b", 1920, Box.pool("worker-1-ab12")).nvme("c", 1920, Box.pool("worker-1-ab12"))),
                Arguments.of("a=system b=pool!", new Box().nvme("a", 480)
                        .nvme("b", 1920, Box.pool("worker-1-ab12"), Box.ext4())),
                Arguments.of("a=spare b=system! c=spare", new Box().disk(Box.disk("a", 480, Transport.NVME,
                        new Health(4, 3, 100, 10, 0, 0, 0))).nvme("b", 480, Box.ext4()).nvme("c", 100)));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void suggests(String expected, Box box) {
        assertEquals(expected, roles(sheet(box.build(), List.of(), "worker-1")));
    }

    @Test
    void theChoiceIsTheSameInWhateverOrderAndUnderWhateverNamesDisksAreFound() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            List<Disk> disks = new ArrayList<>();
            for (int n = 0; n < 1 + random.nextInt(6); n++) {
                Contents[] carries = random.nextInt(3) > 0 ? new Contents[0] : new Contents[] {Box.ext4()};
                disks.add(Box.disk("d" + n, List.of(200, 480, 1920).get(random.nextInt(3)), Transport.NVME, Box.WELL,
                        carries));
            }
            Map<String, String> first = byDisk(disks);
            Collections.shuffle(disks, random);
            assertEquals(first, byDisk(disks));
        }
    }

    private static Map<String, String> byDisk(List<Disk> disks) {
        Box box = new Box();
        for (int i = 0; i < disks.size(); i++) {
            Disk disk = disks.get(i);
            box.disk(Box.full("nvme" + i + "n1", disk.wwid(), disk.serial(), disk.bytes() / 1_000_000_000L,
                    Transport.NVME, false, false, disk.health(), Optional.empty(), List.of(),
                    disk.contents().toArray(Contents[]::new)));
        }
        return sheet(box.build(), List.of(), null).disks().stream().collect(Collectors.toMap(
                row -> row.disk().serial(), row -> row.suggested() + " " + row.why(), (x, y) -> x, TreeMap::new));
    }

    /** Law 3: whatever the disks are, one that is not blank is never suggested without a word. */
    @Test
    void contentsAreNeverSuggestedSilently() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            Box box = new Box();
            for (int n = 0; n < random.nextInt(6); n++) {
                Contents carries = List.of(new Contents.Blank(), Box.ext4(), Box.talos(), Box.pool("x-1"),
                        new Contents.Unreadable("I/O error")).get(random.nextInt(5));
                box.disk(Box.named("w" + random.nextInt(8), "s" + random.nextInt(8),
                        List.of(200, 480, 1920).get(random.nextInt(3)), carries));
            }
            Fingerprint machine = box.build();
            RoleSheet sheet = sheet(machine, List.of(), "worker-1");
            assertTrue(sheet.disks().stream().filter(row -> row.suggested() == DiskRole.SYSTEM).count() <= 1);
            for (int n = 0; n < machine.disks().size(); n++) {
                Row row = sheet.disks().get(n);
                assertEquals(!machine.disks().get(n).isBlank(), row.needsName());
                assertFalse(row.suggested().isWritten() && !row.refusals().isEmpty());
                if (row.suggested().isWritten() && row.needsName()) {
                    assertTrue(String.join(" ", row.why()).contains("must name its serial number"));
                }
            }
        }
    }

    @Test
    void refusals() {
        assertEquals(List.of("it has no serial number"), row(Box.named("w", "", 480)).refusals());
        assertEquals(List.of("it has no wwid"), row(Box.named("", "s", 480)).refusals());
        RoleSheet twins = sheet(new Box().disk(Box.named("w1", "S", 480)).disk(Box.named("W1", "s", 480)).build(),
                List.of(), null);
        assertEquals(List.of("another disk of the machine has the same serial number s",
                "another disk of the machine has the same wwid W1"), twins.disks().getLast().refusals());
        Disk worn = Box.disk("a", 480, Transport.NVME, new Health(1, 91, 9, 10, 1, 0, 0));
        assertEquals(List.of("it reports the critical warning 0x01", "91 % of its life is used (at most 90 %)",
                "its spare is down to 9 % (at least 10 %)", "it has 1 media errors (at most 0)"), row(worn).refusals());
        assertEquals(List.of("its spare of 15 % is below its own threshold of 20 %"),
                row(Box.disk("a", 480, Transport.NVME, new Health(0, 90, 15, 20, 0, 0, 0))).refusals());
        assertEquals(List.of(), row(Box.disk("a", 480, Transport.NVME, new Health(0, 90, 10, 10, 0, 0, 0))).refusals());
        assertEquals(List.of("it is read-only", "it is removable"), row(Box.full("x", "w", "s", 480, Transport.NVME,
                true, true, Optional.of(Box.WELL), Optional.empty(), List.of())).refusals());
        assertEquals(List.of("its contents are unreadable (I/O error)"),
                row(Box.disk("a", 480, Transport.NVME, Box.WELL, new Contents.Unreadable("I/O error"))).refusals());
    }

    @Test
    void warnings() {
        PciLink slow = new PciLink("0000:01:00.0", OptionalInt.of(80), OptionalInt.of(2), OptionalInt.of(160),
                OptionalInt.of(4));
        Row row = row(Box.full("x", "w", "s", 300, Transport.NVME, false, false, Optional.empty(), Optional.of(slow),
                List.of(new LbaFormat(512, 0, 2, true), new LbaFormat(4096, 0, 0, false))));
        assertEquals(List.of("its PCIe link runs at 8.0 GT/s x2 of 16.0 GT/s x4",
                "it is formatted with 512-byte blocks and offers 4096-byte blocks", "it shows no health figures",
                "it is smaller than 512GB, the least size of a pool disk"), row.warnings());
        assertEquals(List.of(), row(Box.disk("a", 1920, Transport.NVME, Box.WELL)).warnings());
    }

    @Test
    void law4NamesWhoseItIs() {
        RoleSheet sheet = sheet(new Box().nvme("a", 480, Box.talos()).nvme("b", 1920, Box.pool("db-7-1")).build(),
                List.of(), "worker-1");
        assertEquals(List.of("Talos installation (META, STATE) of cluster prod"), sheet.disks().getFirst().carries());
        assertEquals(List.of("Mayastor pool \"db-7-1\""), sheet.disks().getLast().carries());
        assertTrue(sheet.disks().getLast().why().getLast().contains("a pool that is not this node's"));
    }

    @Test
    void rolesThatAreSetAreSuggestedAgainAndUnseenDisksAreShown() {
        Fingerprint machine = new Box().nvme("a", 1920).nvme("b", 480).nvme("c", 1920).build();
        DiskClaim system = new DiskClaim(new DiskId("wwid-a", "a", 1_920_000_000_000L), DiskRole.SYSTEM, false, "");
        DiskClaim gone = new DiskClaim(new DiskId("wwid-z", "z", 1L << 40), DiskRole.POOL, false, "");
        RoleSheet sheet = sheet(machine, List.of(system, gone), null);
        assertEquals("a=system b=spare c=pool z=ignore!", roles(sheet));
        assertEquals(Optional.of(system), sheet.disks().getFirst().claim());
        assertEquals(List.of(RoleSheet.UNSEEN), sheet.disks().getLast().refusals());
        DiskClaim other = new DiskClaim(new DiskId("wwid-a", "a", 1_920_000_000_001L), DiskRole.POOL, false, "");
        assertEquals("a=pool b=system c=pool a=ignore!", roles(sheet(machine, List.of(other), null)),
                "another size is another disk");
    }

    @Test
    void aClaimThatKeepsItsPoolIsKeptWhateverThePoolIsCalled() {
        Fingerprint machine = new Box().nvme("a", 480).nvme("b", 1920, Box.pool("old-name")).build();
        DiskClaim keep = new DiskClaim(machine.disks().getLast().id(), DiskRole.POOL, true, "");
        assertEquals("a=system b=pool+keep!", roles(sheet(machine, List.of(keep), "worker-1")));
        DiskClaim spare = new DiskClaim(machine.disks().getLast().id(), DiskRole.SPARE, false, "");
        assertEquals("a=system b=spare!", roles(sheet(machine, List.of(spare), "old")));
    }

    @Test
    void hardwareChecks() {
        assertEquals(Map.of("cores", Verdict.GOOD, "sse4.2", Verdict.GOOD, "memory", Verdict.GOOD, "disks",
                Verdict.GOOD, "link", Verdict.GOOD), checks(new Box().nvme("a", 480).nvme("b", 1920)));
        assertEquals(Map.of("cores", Verdict.ENOUGH, "sse4.2", Verdict.TOO_LITTLE, "memory", Verdict.ENOUGH, "disks",
                Verdict.TOO_LITTLE, "link", Verdict.ENOUGH), checks(new Box().cpu(3, false).memory((4L << 30) - 1)
                .nvme("a", 480).nic(Box.MAC, 1_000, "", "")));
        assertEquals(Map.of("cores", Verdict.TOO_LITTLE, "sse4.2", Verdict.GOOD, "memory", Verdict.TOO_LITTLE, "disks",
                Verdict.TOO_LITTLE, "link", Verdict.TOO_LITTLE), checks(new Box().cpu(2, true).memory(3L << 30)
                .nic(Box.MAC, 0, "", "")));
    }

    private static Map<String, Verdict> checks(Box box) {
        return sheet(box.build(), List.of(), null).checks().stream()
                .collect(Collectors.toMap(RoleSheet.Check::what, RoleSheet.Check::verdict));
    }
}
