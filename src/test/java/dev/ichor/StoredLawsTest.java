package dev.ichor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.json.Json;
import dev.ichor.machine.Samples;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.provision.NextStep;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Arming;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The laws of disk safety over the real store, each under its name; a Talos to install is at hand. */
@Timeout(120)
class StoredLawsTest {
    private static final Instant EVER = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir
    Path folder;
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder, 8080, Set.of(Arch.X86_64));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private NextStep next(Metal metal) {
        return bench.ask(metal.box, bench.freshBoot()).step();
    }

    private Outcome<Arm> install(Metal metal, String... named) {
        return bench.provisioner.arming().arm(metal.id(bench), new Wish(Arm.Purpose.INSTALL, List.of(),
                metal.view(bench).machine().evidence().fingerprint(), Duration.ofMinutes(5), List.of(named)),
                Bench.ANN);
    }

    @Test
    void law1NoMachineGetsAnInstallStepWithoutALiveArm() {
        Metal metal = Metal.blank(1);
        assertInstanceOf(NextStep.Discover.class, next(metal));
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        metal.boot(bench);
        assertInstanceOf(NextStep.Discover.class, next(metal));
        assertInstanceOf(Outcome.Done.class, install(metal));
        metal.boot(bench);
        assertInstanceOf(NextStep.Install.class, next(metal));
        bench.pass(Duration.ofMinutes(5));
        assertInstanceOf(NextStep.Discover.class, next(metal));
        metal.boot(bench);
        assertInstanceOf(Outcome.Done.class, install(metal));
        metal.boot(bench);
        assertInstanceOf(NextStep.Install.class, next(metal));
        assertInstanceOf(Outcome.Done.class, bench.provisioner.arming().disarm(metal.id(bench), Bench.ANN));
        assertInstanceOf(NextStep.Discover.class, next(metal));
    }

    @Test
    void law2AFingerprintThatShowsAnotherDiskVoidsTheArm() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        Metal metal = Metal.blank(1);
        metal.boot(bench);
        assertInstanceOf(Outcome.Done.class, install(metal));
        metal.disks.set(0, Metal.disk("sys1", 481));
        metal.boot(bench);
        assertFalse(next(metal) instanceof NextStep.Install);
        assertEquals("VOIDED", bench.provisioner.arming().arms(Optional.empty(), false, EVER, 1).getFirst().end());
    }

    @Test
    void law3And4APolicyArmsBlankMachinesOnlyWhateverTheDiskCarries() {
        Metal.declare(bench, Metal.cluster(50), Metal.policy(true));
        int number = 10;
        for (Contents contents : Samples.everyContents()) {
            for (int disk = 0; disk < 2; disk++) {
                Metal metal = Metal.blank(++number);
                metal.disks.set(disk, Metal.disk(metal.disks.get(disk).serial(), disk == 0 ? 480 : 960, contents));
                metal.boot(bench);
                assertTrue(metal.view(bench).machine().arm(bench.now.get()).isEmpty(), contents.toString());
                assertFalse(next(metal) instanceof NextStep.Install, contents.toString());
            }
        }
        assertEquals(List.of(), bench.provisioner.arming().arms(Optional.empty(), false, EVER, 100));
        Metal blank = Metal.blank(1);
        blank.boot(bench);
        assertEquals("armed", blank.view(bench).row().stage());
    }

    @Test
    void law3APersonMustNameTheSerialOfWhatIsNotBlank() {
        Metal metal = new Metal(1, Metal.disk("sys1", 480), Metal.disk("pool1", 960, Metal.ext4()));
        metal.boot(bench);
        Arming arming = bench.provisioner.arming();
        Wish wish = new Wish(Arm.Purpose.WIPE, List.of("sys1", "pool1"),
                metal.view(bench).machine().evidence().fingerprint(), Duration.ofMinutes(5), List.of("sys1"));
        assertInstanceOf(Outcome.Refused.class, arming.arm(metal.id(bench), wish, Bench.ANN));
        assertEquals("discovered", metal.view(bench).row().stage());
        assertInstanceOf(Outcome.Done.class, arming.arm(metal.id(bench), new Wish(wish.purpose(), wish.disks(),
                wish.fingerprint(), wish.life(), List.of("pool1")), Bench.ANN));
    }

    /** The installer asks nobody, so what it would overwrite is given up by name and erased before it may start. */
    @Test
    void law5TheSystemDiskIsArmedAndErasedByNameBeforeAnyInstaller() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        Metal metal = Metal.blank(1);
        metal.boot(bench);
        metal.disks.set(0, Metal.disk("sys1", 480, Metal.ext4()));
        Agent agent = metal.boot(bench);
        assertInstanceOf(Outcome.Refused.class, install(metal));
        Arm arm = assertInstanceOf(Arm.class, ((Outcome.Done<Arm>) install(metal, "sys1")).value());
        assertTrue(arm.of(metal.disks.getFirst().id()).orElseThrow().erase());
        assertInstanceOf(NextStep.Discover.class, next(metal));
        int number = arm.disks().indexOf(arm.of(metal.disks.getFirst().id()).orElseThrow());
        assertTrue(bench.provisioner.receipt(agent, new Receipt(arm.id(), number, ArmedDisk.State.STARTED, 0, "")));
        assertInstanceOf(NextStep.Discover.class, next(metal));
        assertTrue(bench.provisioner.receipt(agent, new Receipt(arm.id(), number, ArmedDisk.State.ERASED, 100, "")));
        assertFalse(next(metal) instanceof NextStep.Install, "the receipt alone is no proof");
        metal.erase("sys1");
        metal.read(bench, agent);
        assertInstanceOf(NextStep.Install.class, next(metal));
    }

    @Test
    void law7KernelNamesDecideNothingAndStandInNothingThatIsServed() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        Metal metal = Metal.blank(1);
        metal.disks.replaceAll(disk -> named(disk, disk.serial().equals("sys1") ? "nvme70n1" : "nvme80n1"));
        metal.boot(bench);
        Arm before = metal.view(bench).machine().arm(bench.now.get()).orElseThrow();
        List<DiskClaim> claims = metal.view(bench).machine().claims();
        metal.disks.replaceAll(disk -> named(disk, disk.serial().equals("sys1") ? "nvme80n1" : "nvme70n1"));
        Collections.reverse(metal.disks);
        metal.boot(bench);
        assertEquals(Optional.of(before), metal.view(bench).machine().arm(bench.now.get()));
        assertEquals(claims, metal.view(bench).machine().claims());
        NextStep.Install step = assertInstanceOf(NextStep.Install.class, next(metal));
        String served = Json.write(List.of(step.arm(), claims, bench.provisioner.declarations().export(),
                bench.provisioner.machines().events(Optional.empty(), 0, 100)));
        assertFalse(served.contains("nvme70n1") || served.contains("nvme80n1"), served);
    }

    private static Disk named(Disk disk, String kernelName) {
        return new Disk(kernelName, disk.wwid(), disk.serial(), disk.model(), disk.eui(), disk.nguid(), disk.firmware(),
                disk.bytes(), disk.logical(), disk.physical(), disk.formats(), disk.transport(), disk.rotational(),
                disk.readOnly(), disk.removable(), disk.pci(), disk.numa(), disk.health(), disk.byId(),
                disk.contents());
    }

    @Test
    void law6AnInstalledMachineBootsItsDiskUntilSomeoneArmsItAnew() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        Metal metal = Metal.blank(1);
        metal.boot(bench);
        assertEquals("armed", metal.view(bench).row().stage());
        assertInstanceOf(Outcome.Done.class, bench.provisioner.arming().adopt(metal.id(bench), Bench.ANN));
        for (int i = 0; i < 20; i++) {
            assertInstanceOf(NextStep.BootDisk.class, next(metal));
        }
        assertEquals(List.of(), bench.provisioner.arming().arms(Optional.empty(), true, EVER, 10));
        Arm arm = ((Outcome.Done<Arm>) install(metal)).value();
        assertInstanceOf(NextStep.Discover.class, next(metal));
        metal.boot(bench);
        assertInstanceOf(NextStep.Install.class, next(metal));
        assertEquals(2, arm.disks().size());
    }

    @Test
    void anEndedArmAllowsNothingMoreAfterARestart() {
        Metal metal = new Metal(1, Metal.disk("pool1", 960, Metal.ext4()));
        Agent agent = metal.boot(bench);
        Arm arm = ((Outcome.Done<Arm>) bench.provisioner.arming().arm(metal.id(bench), new Wish(Arm.Purpose.WIPE,
                List.of("pool1"), metal.view(bench).machine().evidence().fingerprint(), Duration.ofMinutes(5),
                List.of("pool1")), Bench.ANN)).value();
        assertTrue(bench.provisioner.receipt(agent, new Receipt(arm.id(), 0, ArmedDisk.State.STARTED, 0, "")));
        bench.close();
        bench = new Bench(folder, 8080, Set.of(Arch.X86_64));
        assertTrue(bench.provisioner.wipePlan(agent).isPresent());
        bench.pass(Duration.ofHours(1));
        bench.close();
        bench = new Bench(folder, 8080, Set.of(Arch.X86_64));
        bench.pass(Duration.ofHours(1));
        assertTrue(bench.provisioner.wipePlan(agent).isEmpty());
        assertFalse(bench.provisioner.receipt(agent, new Receipt(arm.id(), 0, ArmedDisk.State.STARTED, 1, "")));
    }
}
