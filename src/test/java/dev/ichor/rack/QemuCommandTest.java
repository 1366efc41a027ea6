package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The command line that a machine becomes. Needs the firmware files of Debian, so it carries the rack's tag. */
@Tag("rack")
class QemuCommandTest {
    private static MachineSpec spec(BootPath boot) {
        MachineSpec.Smbios smbios = new MachineSpec.Smbios(
                new SystemUuid(new UUID(1, 2)), "Ichor, Inc", "R1", "S1", "C1");
        MachineSpec.NicModel model = boot == BootPath.BIOS_PXE ? MachineSpec.NicModel.E1000E
                : MachineSpec.NicModel.VIRTIO;
        return MachineSpec.of("m", boot, smbios)
                .with(new MachineSpec.Nic(new Mac(0x5254_0000_0001L), model, Optional.empty()))
                .with(MachineSpec.Disk.nvme("NV1", 1024)).with(MachineSpec.Disk.sata("SA1", 512));
    }

    private static List<String> command(MachineSpec spec) {
        return QemuCommand.of(spec, new QemuCommand.Files(List.of("t1"),
                List.of(new DiskImage(Path.of("/x/a.raw"), 1L << 30), new DiskImage(Path.of("/x/b.raw"), 1L << 29)),
                Path.of("/x/nvram.fd"), Path.of("/x/console.txt"), Path.of("/x/qmp")));
    }

    private static List<String> values(List<String> argv, String key) {
        return IntStream.range(0, argv.size() - 1).filter(i -> argv.get(i).equals(key)).mapToObj(i -> argv.get(i + 1))
                .toList();
    }

    @Test
    void biosBootsByTheOptionRomAndUefiByItsOwnDrivers() {
        assertTrue(values(command(spec(BootPath.BIOS_PXE)), "-device").contains(
                "e1000e,netdev=net0,mac=52:54:00:00:00:01,bootindex=1"));
        assertTrue(values(command(spec(BootPath.UEFI_PXE)), "-device").contains(
                "virtio-net-pci,netdev=net0,mac=52:54:00:00:00:01,bootindex=1,romfile="));
    }

    @Test
    void onlyHttpBootSwitchesPxeOff() {
        String off = "name=opt/org.tianocore/IPv4PXESupport,string=n";
        assertTrue(values(command(spec(BootPath.UEFI_HTTP)), "-fw_cfg").contains(off));
        assertFalse(values(command(spec(BootPath.UEFI_PXE)), "-fw_cfg").contains(off));
        assertTrue(values(command(spec(BootPath.BIOS_PXE)), "-fw_cfg").isEmpty());
    }

    @Test
    void commasInNamesAreDoubled() {
        assertTrue(values(command(spec(BootPath.BIOS_PXE)), "-smbios").getFirst()
                .contains("manufacturer=Ichor,, Inc,"));
    }

    @Test
    void numaNodesShareCpusAndMemory() {
        assertEquals(List.of("node,nodeid=0,memdev=ram0,cpus=0-1", "node,nodeid=1,memdev=ram1,cpus=2-3"),
                values(command(spec(BootPath.BIOS_PXE).withMemory(1024).withCpus(4, 2)), "-numa"));
        assertThrows(IllegalArgumentException.class, () -> spec(BootPath.BIOS_PXE).withCpus(3, 2));
    }

    @Test
    void aUefiMachineCannotBootFromACardThatOvmfHasNoDriverFor() {
        MachineSpec.Nic card = spec(BootPath.BIOS_PXE).nics().getFirst();
        MachineSpec bare = MachineSpec.of("m", BootPath.UEFI_PXE, spec(BootPath.UEFI_PXE).smbios());
        assertThrows(IllegalArgumentException.class, () -> bare.with(card));
        assertEquals(2, spec(BootPath.UEFI_PXE).with(card).nics().size());
    }

    @Test
    void aSlowDiskHangsBehindAFilter() {
        MachineSpec.Smbios smbios = spec(BootPath.BIOS_PXE).smbios();
        List<String> argv = command(MachineSpec.of("m", BootPath.BIOS_PXE, smbios)
                .with(MachineSpec.Disk.nvme("NV1", 1024).at(64)).with(MachineSpec.Disk.sata("SA1", 512)));
        assertEquals(List.of("throttle-group,id=rate0,x-bps-total=67108864"), values(argv, "-object"));
        assertTrue(values(argv, "-drive").getFirst().endsWith(",file.file.filename=/x/a.raw"));
        assertTrue(values(argv, "-drive").getLast().endsWith(",file=/x/b.raw"));
    }

    @Test
    void aSerialThatNvmeCannotCarryIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> MachineSpec.Disk.nvme("x".repeat(21), 1));
    }
}
