package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.PoolNames;
import dev.ichor.inventory.roles.RoleWish;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.provision.NextStep;
import dev.ichor.provisioner.Arming.Past;
import dev.ichor.provisioner.Arming.Wish;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the runbooks of a bundle have people do with an installed machine: nothing is written that they do not name. */
@Timeout(60)
class DayTwoTest {
    @TempDir
    Path folder;
    private Bench bench;
    private final Metal metal = Metal.blank(1);

    @BeforeEach
    void install() {
        bench = new Bench(folder);
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        metal.boot(bench);
        ArmingTest.value(bench.provisioner.arming().adopt(metal.id(bench), Bench.ANN));
        assertInstanceOf(NextStep.BootDisk.class, bench.ask(metal.box, bench.freshBoot()).step());
        metal.disks.set(0, Metal.disk("sys1", 480, new Contents.Talos(List.of("STATE"), "prod")));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Arm arm(Arm.Purpose purpose, List<String> disks, List<String> named) {
        return ArmingTest.value(bench.provisioner.arming().arm(metal.id(bench), new Wish(purpose, disks,
                metal.view(bench).machine().evidence().fingerprint(), Duration.ofHours(2), named), Bench.ANN));
    }

    private void role(String serial, DiskRole role, boolean keep) {
        Disk disk = bench.provisioner.machines().find(metal.id(bench).text()).orElseThrow().fingerprint().orElseThrow()
                .fingerprint().disks().stream().filter(one -> one.serial().equals(serial)).findFirst().orElseThrow();
        ArmingTest.value(bench.provisioner.arming().setRoles(metal.id(bench), List.of(new RoleWish(disk.id(), role,
                keep, "")), OptionalLong.empty(), Bench.ANN));
    }

    private void isVoidedAndUntouched(Agent agent) {
        Past past = bench.provisioner.arming().arms(Optional.of(metal.id(bench)), false,
                Instant.parse("2100-01-01T00:00:00Z"), 10).getFirst();
        assertEquals("VOIDED", past.end());
        assertTrue(past.arm().disks().stream().allMatch(disk -> disk.state()
                == ArmedDisk.State.UNTOUCHED));
        assertEquals(Optional.empty(), bench.provisioner.wipePlan(agent));
        assertInstanceOf(Stage.Installed.class, metal.view(bench).machine().stage());
        assertInstanceOf(NextStep.BootDisk.class, bench.ask(metal.box, bench.freshBoot()).step());
    }

    private DiskClaim claim(String serial) {
        return metal.view(bench).machine().claims().stream().filter(claim -> claim.disk().serial().equals(serial))
                .findFirst().orElseThrow();
    }

    @Test
    void aReplacedDiskIsReadAndBecomesAPoolWhileNothingIsErased() {
        role("pool1", DiskRole.IGNORE, false);
        arm(Arm.Purpose.WIPE, List.of("pool1"), List.of());
        assertInstanceOf(NextStep.Discover.class, bench.ask(metal.box, bench.freshBoot()).step());
        metal.disks.set(1, Metal.disk("new1", 960));
        Agent agent = metal.boot(bench);
        isVoidedAndUntouched(agent);
        role("new1", DiskRole.POOL, false);
        assertEquals(DiskRole.POOL, claim("new1").role());
        assertInstanceOf(NextStep.BootDisk.class, bench.ask(metal.box, bench.freshBoot()).step());
    }

    /** The old disk was forgotten in its slot: its erasing was allowed, yet the rest has changed, so nothing is. */
    @Test
    void aDiskThatWasNotPulledEndsThePermissionToo() {
        role("pool1", DiskRole.IGNORE, false);
        arm(Arm.Purpose.WIPE, List.of("pool1"), List.of());
        metal.disks.set(1, Metal.disk("pool1", 960, Metal.ext4()));
        isVoidedAndUntouched(metal.boot(bench));
    }

    @Test
    void aNodeIsInstalledAnewAndKeepsItsPool() {
        arm(Arm.Purpose.INSTALL, List.of(), List.of());
        String node = metal.view(bench).row().place().orElseThrow().node();
        metal.disks.set(1, Metal.disk("pool1", 960, new Contents.MayastorPool(PoolNames.of(node,
                metal.disks.get(1).id()), "u")));
        isVoidedAndUntouched(metal.boot(bench));
        role("pool1", DiskRole.POOL, true);
        assertTrue(claim("pool1").keep());
        Arm arm = arm(Arm.Purpose.INSTALL, List.of(), List.of("sys1"));
        assertEquals(List.of("sys1"), arm.disks().stream().map(disk -> disk.disk().serial()).toList());
    }
}
