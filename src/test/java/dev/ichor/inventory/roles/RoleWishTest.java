package dev.ichor.inventory.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.inventory.Box;
import dev.ichor.inventory.Policy.DiskRule;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Disk.Health;
import dev.ichor.machine.hardware.Disk.Transport;
import dev.ichor.machine.hardware.DiskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoleWishTest {
    private static final Fingerprint MACHINE = new Box().nvme("sys", 480).nvme("fs", 1920, Box.ext4())
            .nvme("mine", 1920, Box.pool("w-1-ab")).disk(Box.disk("ill", 1920, Transport.NVME,
                    new Health(1, 0, 100, 10, 0, 0, 0))).disk(Box.named("", "", 8, Box.ext4())).build();

    private static RoleSheet sheet(List<DiskClaim> claims) {
        return sheet(MACHINE, claims);
    }

    private static RoleSheet sheet(Fingerprint machine, List<DiskClaim> claims) {
        return RoleSheet.of(machine, claims, Optional.of("w-1"), DiskRule.DEFAULT, HealthLimits.DEFAULT,
                HardwareNeeds.DEFAULT);
    }

    private static DiskId id(String serial) {
        return MACHINE.disks().stream().map(Disk::id).filter(id -> id.serial().equals(serial)).findFirst()
                .orElse(new DiskId("w", serial, 1));
    }

    private static RoleWish wish(String disk, DiskRole role, boolean keep, String serial) {
        return new RoleWish(id(disk), role, keep, serial);
    }

    private static List<String> problems(RoleSheet sheet, RoleWish... wishes) {
        RoleWish.Outcome outcome = RoleWish.claims(sheet, List.of(wishes));
        assertEquals(List.of(), outcome.claims());
        assertEquals(List.of(), outcome.changes());
        return outcome.problems().stream().map(problem -> problem.where() + " " + problem.what()).toList();
    }

    @Test
    void allWishesBecomeClaims() {
        RoleWish.Outcome outcome = RoleWish.claims(sheet(List.of()), List.of(wish("sys", DiskRole.SYSTEM, false, ""),
                wish("fs", DiskRole.POOL, false, "fs"), wish("mine", DiskRole.POOL, true, ""),
                wish("ill", DiskRole.SPARE, false, ""), wish("", DiskRole.IGNORE, false, "")));
        assertEquals(List.of(), outcome.problems());
        assertEquals(List.of(new DiskClaim(id("sys"), DiskRole.SYSTEM, false, ""),
                new DiskClaim(id("fs"), DiskRole.POOL, false, "ext4 filesystem \"data\""),
                new DiskClaim(id("mine"), DiskRole.POOL, true, ""), new DiskClaim(id("ill"), DiskRole.SPARE, false, ""),
                new DiskClaim(id(""), DiskRole.IGNORE, false, "")), outcome.claims());
        assertEquals(List.of("disk sys (480 GB): no role -> system",
                "disk fs (1.9 TB): no role -> pool; given up: ext4 filesystem \"data\"",
                "disk mine (1.9 TB): no role -> pool, pool kept", "disk ill (1.9 TB): no role -> spare",
                "disk  (8 GB): no role -> ignore"), outcome.changes());
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertEquals(List.of(
                "/disks/0/serial disk fs carries ext4 filesystem \"data\", which would be gone",
                "/disks/1/serial the serial number fs is not that of disk mine",
                "/disks/2/role disk ill cannot be pool: it reports the critical warning 0x01",
                "/disks/3/role disk  cannot be system: it has no serial number",
                "/disks/3/role disk  cannot be system: it has no wwid",
                "/disks/3/serial disk  carries ext4 filesystem \"data\", which would be gone",
                "/disks/4 the machine has no disk nope (w, 1 bytes)",
                "/disks/5/keep disk sys carries no Mayastor pool alone, but blank",
                "/disks/6 disk sys is named twice, first at /disks/5",
                "/disks/0/role more than one system disk: fs, ",
                "/disks/3/role more than one system disk: fs, "),
                problems(sheet(List.of()), wish("fs", DiskRole.SYSTEM, false, ""),
                        wish("mine", DiskRole.POOL, false, "fs"), wish("ill", DiskRole.POOL, false, ""),
                        wish("", DiskRole.SYSTEM, false, ""), wish("nope", DiskRole.SPARE, false, ""),
                        wish("sys", DiskRole.POOL, true, ""), wish("sys", DiskRole.SPARE, false, "")));
    }

    @Test
    void systemDisks() {
        assertEquals(List.of("/disks no disk is the system disk"),
                problems(sheet(List.of()), wish("mine", DiskRole.POOL, true, "")));
        assertEquals(List.of(), RoleWish.claims(sheet(List.of()), List.of(wish("fs", DiskRole.SPARE, false, "")))
                .problems());
        DiskClaim had = new DiskClaim(id("sys"), DiskRole.SYSTEM, false, "");
        assertEquals(List.of("/disks/0/role more than one system disk: sys, fs"),
                problems(sheet(List.of(had)), wish("fs", DiskRole.SYSTEM, false, "fs")));
        assertEquals(List.of("/disks no disk is the system disk"), problems(sheet(List.of(had)),
                wish("mine", DiskRole.POOL, true, ""), wish("sys", DiskRole.IGNORE, false, "")));
        assertEquals(List.of("/disks/0/keep only a pool can be kept, and disk mine shall be spare"),
                problems(sheet(List.of()), wish("mine", DiskRole.SPARE, true, "")));
    }

    @Test
    void aDiskThatIsGoneKeepsItsRoleUntilItIsGivenUp() {
        DiskId gone = new DiskId("wz", "z", 1L << 40);
        List<DiskClaim> had = List.of(new DiskClaim(gone, DiskRole.SYSTEM, false, ""));
        assertEquals(had, RoleWish.claims(sheet(had), List.of()).claims());
        assertEquals(List.of("/disks/0/role more than one system disk: sys, z"),
                problems(sheet(had), wish("sys", DiskRole.SYSTEM, false, "")));
        assertEquals(List.of("/disks/0/role disk z cannot be pool: " + RoleSheet.UNSEEN,
                        "/disks no disk is the system disk"),
                problems(sheet(had), new RoleWish(gone, DiskRole.POOL, false, "z")));
        RoleWish.Outcome outcome = RoleWish.claims(sheet(had), List.of(wish("sys", DiskRole.SYSTEM, false, ""),
                new RoleWish(gone, DiskRole.IGNORE, false, "")));
        assertEquals(List.of(DiskRole.SYSTEM, DiskRole.IGNORE), outcome.claims().stream()
                .map(DiskClaim::role).toList());
    }

    @Test
    void whatWasAcceptedNeedsNoSecondNameUntilTheContentsChange() {
        List<DiskClaim> had = RoleWish.claims(sheet(List.of()), List.of(wish("sys", DiskRole.SYSTEM, false, ""),
                wish("fs", DiskRole.POOL, false, "fs"))).claims();
        RoleWish.Outcome again = RoleWish.claims(sheet(had), List.of(wish("fs", DiskRole.POOL, false, "")));
        assertEquals(had, again.claims());
        assertEquals(List.of(), again.changes());
        Fingerprint changed = new Box().nvme("sys", 480).nvme("fs", 1920, Box.talos()).build();
        assertEquals(List.of("/disks/0/serial disk fs carries Talos installation (META, STATE) of cluster prod,"
                + " which would be gone"), problems(sheet(changed, had), wish("fs", DiskRole.POOL, false, "")));
    }

    /** Laws 2 and 3: no wish ever makes a claim on contents without that disk's own serial. */
    @Test
    void noClaimOverwritesContentsWithoutTheSerial() {
        Random random = new Random(23);
        List<String> serials = List.of("a", "b", "c", "");
        int made = 0;
        for (int i = 0; i < 20_000; i++) {
            Box box = new Box();
            for (int n = 0; n < 3; n++) {
                Contents carries = List.of(new Contents.Blank(), Box.ext4(), Box.pool("w-1-x"),
                        new Contents.Unreadable("I/O")).get(random.nextInt(4));
                box.disk(Box.named("w" + random.nextInt(4), serials.get(random.nextInt(4)), 480, carries));
            }
            Fingerprint machine = box.build();
            List<RoleWish> wishes = new ArrayList<>();
            for (Disk disk : machine.disks()) {
                wishes.add(new RoleWish(disk.id(), DiskRole.values()[random.nextInt(4)], random.nextInt(4) == 0,
                        random.nextBoolean() ? disk.serial() : serials.get(random.nextInt(4))));
            }
            RoleWish.Outcome outcome = RoleWish.claims(sheet(machine, List.of()), wishes);
            assertTrue(outcome.problems().isEmpty() || outcome.claims().isEmpty());
            for (DiskClaim claim : outcome.claims()) {
                check(claim, machine, wishes);
                made++;
            }
            for (Problem problem : outcome.problems()) {
                assertTrue(problem.where().startsWith("/disks"));
            }
        }
        assertTrue(made > 1_000);
    }

    private static void check(DiskClaim claim, Fingerprint machine, List<RoleWish> wishes) {
        List<Disk> disks = machine.disks().stream().filter(disk -> disk.id().equals(claim.disk())).toList();
        if (claim.overwrites()) {
            assertEquals(1, disks.size());
            assertTrue(claim.disk().isSound());
            assertTrue(disks.getFirst().contents().stream().noneMatch(Contents.Unreadable.class::isInstance));
            assertTrue(disks.getFirst().isBlank() || wishes.stream().anyMatch(wish -> wish.disk().equals(claim.disk())
                    && wish.serial().equals(claim.disk().serial())));
            assertEquals(disks.getFirst().isBlank() ? "" : DiskChecks.carries(disks.getFirst()), claim.accepted());
        }
    }
}
