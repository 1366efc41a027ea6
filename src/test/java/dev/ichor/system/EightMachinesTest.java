package dev.ichor.system;

import dev.ichor.rack.BootPath;
import dev.ichor.rack.MachineSpec;
import dev.ichor.rack.VirtualMachine;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** A rack gets its power back: all machines ask in the same moment. */
@Tag("rack")
@Timeout(480)
@Isolated("its machines need all cores")
class EightMachinesTest {
    private static final List<BootPath> MIX = List.of(BootPath.BIOS_PXE, BootPath.UEFI_PXE, BootPath.BIOS_PXE,
            BootPath.UEFI_HTTP, BootPath.BIOS_PXE, BootPath.UEFI_PXE, BootPath.BIOS_PXE, BootPath.BIOS_PXE);

    @Test
    void eightMachinesAtOnceAreAllFingerprinted() {
        try (Site site = Site.full(1500)) {
            site.appliance().start();
            List<VirtualMachine> machines = IntStream.range(0, MIX.size()).mapToObj(i -> site.segment().machine(
                    Models.lonely(21 + i, MIX.get(i)).with(MachineSpec.Disk.nvme("NV-" + (21 + i), 32 + i)))).toList();
            long start = System.nanoTime();
            machines.forEach(VirtualMachine::powerOn);
            site.awaitFingerprints(machines, Duration.ofSeconds(360));
            System.out.println("eight machines: " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
            for (VirtualMachine machine : machines) {
                Models.assertAsGiven(machine.spec(), site.machine(machine).latest().orElseThrow().fingerprint());
            }
        }
    }
}
