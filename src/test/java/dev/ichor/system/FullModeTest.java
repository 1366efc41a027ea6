package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.rack.BootPath;
import dev.ichor.rack.DiskImage;
import dev.ichor.rack.MachineSpec;
import dev.ichor.rack.VirtualMachine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** On a network of its own, the appliance leases the addresses and boots every firmware. */
@Tag("rack")
@Timeout(300)
@Isolated("its machines need all cores")
class FullModeTest {
    private static final Duration BOOTED = Duration.ofSeconds(240);

    @Test
    void threeFirmwarePathsAtOnceStandInTheInventoryAsTheyWereBuilt() {
        try (Site site = Site.full(9000)) {
            site.appliance().start();
            List<VirtualMachine> machines = List.of(
                    site.segment().machine(spec(1, BootPath.BIOS_PXE)),
                    site.segment().machine(spec(2, BootPath.UEFI_PXE)),
                    site.segment().machine(spec(3, BootPath.UEFI_HTTP)));
            Map<DiskImage, DiskImage> before = new HashMap<>();
            for (VirtualMachine machine : machines) {
                DiskImage used = machine.disk("NV-" + machine.spec().name());
                used.write(used.bytes() / 3 / 4096 * 4096, noise());
                for (MachineSpec.Disk disk : machine.spec().disks()) {
                    before.put(machine.disk(disk.serial()), machine.disk(disk.serial()).copy());
                }
            }
            machines.forEach(VirtualMachine::powerOn);
            site.awaitFingerprints(machines, BOOTED);
            for (VirtualMachine machine : machines) {
                Fingerprint seen = site.awaitFingerprint(machine, 1, Duration.ofSeconds(1));
                Models.assertAsGiven(machine.spec(), seen);
                Models.assertJumboPasses(seen);
                assertEquals(Map.of("SA-" + machine.spec().name(), true, "NV-" + machine.spec().name(), false),
                        seen.disks().stream().collect(Collectors.toMap(Disk::serial, Disk::isBlank)));
                assertExplained(site, machine);
                machine.powerOff();
            }
            before.forEach((now, then) -> assertEquals(OptionalLong.empty(), now.firstDifference(then),
                    now + " was written to"));
            assertTrue(machines.get(2).console().text().contains("UEFI HTTPv4"), "booted by HTTP");
            assertFalse(machines.get(2).console().text().contains("UEFI PXEv4"), "tried nothing but HTTP");
            assertTrue(machines.get(1).console().text().contains("UEFI PXEv4"), "booted by EDK2's PXE");
        }
    }

    private static MachineSpec spec(int number, BootPath boot) {
        MachineSpec plain = Models.plain(number, boot).withMemory(640)
                .with(MachineSpec.Disk.sata("SA-m" + number, 64 + number))
                .with(new MachineSpec.Disk(MachineSpec.Bus.NVME, "NV-m" + number, (1L << 30) + (number << 20),
                        0x5254_00CC_0000_0000L + number, 0));
        return plain.with(Models.nic(number, 1, MachineSpec.NicModel.E1000E));
    }

    /** Only in the middle of the disk, where no signature stands. The samples find it. */
    private static byte[] noise() {
        byte[] bytes = new byte[64 << 20];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** The flight recorder saw each road, and finds nothing wrong with it. */
    private static void assertExplained(Site site, VirtualMachine machine) {
        JsonNode account = site.admin().get("/api/v1/machines/" + Site.mac(machine) + "/explain");
        account.path("verdicts").forEach(verdict -> assertNotEquals("problem", verdict.path("weight").asString(""),
                () -> machine + ": " + verdict));
        Set<String> protocols = new TreeSet<>();
        account.path("timeline").forEach(entry -> protocols.add(entry.path("protocol").asString("")));
        // The iPXE in the BIOS machine's card speaks HTTP and takes the script at once.
        assertEquals(machine.spec().boot() == BootPath.UEFI_PXE, protocols.contains("tftp"), machine + ": " + protocols);
        assertTrue(protocols.containsAll(Set.of("dhcp", "http")), protocols.toString());
    }
}
