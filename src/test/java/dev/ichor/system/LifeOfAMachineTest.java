package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.MachineId;
import dev.ichor.rack.BootPath;
import dev.ichor.rack.MachineSpec;
import dev.ichor.rack.VirtualMachine;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.Snapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What happens to machines after their first fingerprint. */
@Tag("rack")
@Execution(ExecutionMode.CONCURRENT)
class LifeOfAMachineTest {
    private static final Duration BOOT = Duration.ofSeconds(240);
    /** On a network of 1500 bytes nothing larger passes; an emulated machine beside others may lose small ones too. */
    private static final String NO_JUMBO = "the jumbo path of NIC .* changed from (lost to unreachable|unreachable to "
            + "lost)";

    @Test
    @Timeout(900)
    void ordersAreObeyedAndAnotherDiskIsNoticed() {
        try (Site site = Site.full(1500)) {
            site.appliance().start();
            MachineSpec plain = Models.plain(31, BootPath.BIOS_PXE).with(MachineSpec.Disk.sata("BOOT-31", 16));
            VirtualMachine first = site.segment().machine(plain.with(MachineSpec.Disk.nvme("OLD-31", 64)));
            first.powerOn();
            site.awaitFingerprint(first, 1, BOOT);
            site.ichor("machines", "reboot", Site.mac(first));
            site.awaitFingerprint(first, 2, BOOT);
            assertEquals(List.of(), site.fingerprints(first).items().getFirst().difference().stream()
                    .filter(line -> !line.matches(NO_JUMBO)).toList());
            site.ichor("machines", "poweroff", Site.mac(first));
            first.awaitOff(Duration.ofSeconds(30));

            MachineSpec changed = plain.with(MachineSpec.Disk.nvme("NEW-31", 96));
            VirtualMachine second = site.segment().machine(changed);
            second.disk("BOOT-31").write(0, PolicyRack.bootSector());
            second.powerOn();
            Models.assertAsGiven(changed, site.awaitFingerprint(second, 3, BOOT));
            String difference = String.join("\n", site.fingerprints(second).items().getFirst().difference());
            assertTrue(difference.lines().anyMatch(line -> line.contains("OLD-31")), difference);
            assertTrue(difference.lines().anyMatch(line -> line.contains("NEW-31")), difference);
            assertEquals(1, site.admin().get("/api/v1/machines").path("items").size(), "still one machine");

            long before = second.console().position();
            site.ichor("machines", "boot-on", Site.mac(second));
            second.awaitConsole(PolicyRack.MARK, before, BOOT);
        }
    }

    @Test
    @Timeout(420)
    void twoMachinesWithOneUuidAreBothHeldAndSayWhy() {
        try (Site site = Site.full(1500)) {
            site.appliance().start();
            MachineSpec.Smbios same = Models.plain(41, BootPath.BIOS_PXE).smbios();
            List<VirtualMachine> clones = List.of(clone(site, 41, same), clone(site, 42, same));
            clones.forEach(VirtualMachine::powerOn);
            site.awaitFingerprints(clones, Duration.ofSeconds(300));
            MachineId left = site.machine(clones.get(0)).machine().id();
            MachineId right = site.machine(clones.get(1)).machine().id();
            clones.get(0).awaitConsole("Held with " + right, Duration.ofSeconds(60));
            clones.get(1).awaitConsole("Held with " + left, Duration.ofSeconds(60));
            assertHeld(site.machine(clones.get(0)), right);
            assertHeld(site.machine(clones.get(1)), left);
        }
    }

    private static void assertHeld(MachineDetail machine, MachineId other) {
        assertEquals("held", machine.machine().stage());
        assertTrue(machine.machine().reason().text().contains(other.toString()), machine.machine().reason().text());
        assertTrue(machine.latest().map(Snapshot::fingerprint).isPresent(), "a held machine keeps its fingerprint");
    }

    private static VirtualMachine clone(Site site, int number, MachineSpec.Smbios smbios) {
        return site.segment().machine(MachineSpec.of("m" + number, BootPath.BIOS_PXE, smbios)
                .with(Models.nic(number, 0, MachineSpec.NicModel.E1000E))
                .with(MachineSpec.Disk.nvme("NV-" + number, 32)));
    }
}
