package dev.ichor.machine.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Firmware;
import dev.ichor.base.Malformed;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Contents.Blank;
import dev.ichor.machine.hardware.Contents.Filesystem;
import dev.ichor.machine.hardware.Contents.Talos;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.Nic.Jumbo.Verdict;
import dev.ichor.machine.hardware.Nic.Lldp;
import dev.ichor.machine.hardware.Platform.Bmc;
import dev.ichor.machine.hardware.Platform.SecureBoot;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Archives that the discovery agent uploaded from virtual machines. */
class CapturedFactsTest {
    @Test
    void aQemuMachineWithSeaBiosIsReadAsItWasGiven() throws Malformed {
        Fingerprint print = FingerprintReader.read(withBoot(Fixtures.facts("qemu-bios-slirp.tar.gz")));
        assertEquals("11111111-2222-3333-4444-555555555555", print.system().uuid().orElseThrow().toString());
        assertEquals("Acme R1 SN1", print.system().manufacturer() + " " + print.system().product() + " "
                + print.system().serial());
        assertEquals(List.of("NV-0001", "NV-0002", "NV-0003", "SATA-1"),
                print.disks().stream().map(Disk::serial).toList());
        assertEquals(List.of(64L << 20, 64L << 20, 64L << 20, 32L << 20),
                print.disks().stream().map(Disk::bytes).toList());
        assertEquals(List.of(new Blank()), print.disks().getFirst().contents());
        assertTrue(print.disks().get(1).contents().getFirst() instanceof Filesystem fs && fs.type().equals("ext4"));
        assertEquals(List.of("nvme-nvme.1b36-4e562d30303031-51454d55204e564d65204374726c-00000001",
                "nvme-QEMU_NVMe_Ctrl_NV-0001_1", "nvme-QEMU_NVMe_Ctrl_NV-0001"), print.disks().getFirst().byId());
        assertEquals(List.of("ata-QEMU_HARDDISK_SATA-1"), print.disks().getLast().byId());
        assertEquals(50, print.disks().getFirst().health().orElseThrow().celsius());
        Nic nic = print.nics().getFirst();
        assertEquals("52:54:00:aa:bb:01", nic.mac().toString());
        assertTrue(nic.booted());
        assertEquals("10.0.2.15/24", nic.address());
        assertEquals(Verdict.PASSES, nic.jumbo().orElseThrow().verdict());
        assertEquals(2, print.cpu().cores());
    }

    @Test
    void aQemuMachineWithUefiHasANeighbourAndATalosDisk() throws Malformed {
        Fingerprint print = FingerprintReader.read(withBoot(Fixtures.facts("qemu-uefi-lldp-multipath-scsi.tar.gz")));
        assertEquals(Firmware.UEFI, print.platform().firmware());
        assertEquals(SecureBoot.SETUP, print.platform().secureBoot());
        assertEquals(Optional.of(new Bmc("", "")), print.platform().bmc());
        assertEquals(List.of(1, 2), List.of(print.cpu().cores(), print.cpu().threads()));
        assertTrue(print.cpu().sse42());
        assertEquals(List.of("SCSI-3", "SATA-2", "NV-1001", "NV-1002"), print.disks().stream().map(Disk::serial).toList());
        assertEquals(List.of("wwn-0x5000c500a1b2c3d4", "scsi-35000c500a1b2c3d4"), print.disks().getFirst().byId());
        assertEquals(new Talos(List.of("EFI", "META", "STATE", "EPHEMERAL"), ""), print.disks().get(1).contents().get(1));
        // The kernel distrusts the EUI-64 of this controller, so the link follows the kernel, not the drive.
        assertEquals("0014c0c2eefd9e01", print.disks().getLast().eui());
        assertEquals("nvme-nvme.1b36-4e562d31303032-51454d55204e564d65204374726c-00000001",
                print.disks().getLast().byId().getFirst());
        assertEquals(Optional.of(new Lldp("de:ad:be:ef:00:00", "swp7", "leaf-03a", "rack 3 node 7", 100)),
                print.nics().getLast().lldp());
        assertEquals(List.of("not read: bmc/lan: the BMC gave no LAN settings within 15 s"), print.notes());
    }

    /** The captures carry a boot id of a shorter form than the contract's. */
    private static RawFacts withBoot(RawFacts captured) {
        Map<String, byte[]> files = new HashMap<>();
        captured.paths().forEach(path -> files.put(path, captured.view(path)));
        files.put("meta", captured.text("meta").replaceFirst("boot=.*", "boot=0123456789abcdef")
                .getBytes(StandardCharsets.UTF_8));
        return RawFacts.of(files);
    }
}
