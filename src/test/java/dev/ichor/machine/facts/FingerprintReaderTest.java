package dev.ichor.machine.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Firmware;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu.Logical;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Disk.Health;
import dev.ichor.machine.hardware.Disk.LbaFormat;
import dev.ichor.machine.hardware.Disk.Transport;
import dev.ichor.machine.hardware.Memory.Node;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.Nic.Jumbo.Verdict;
import dev.ichor.machine.hardware.Platform.Bmc;
import dev.ichor.machine.hardware.Platform.SecureBoot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintReaderTest {
    @Test
    void aSupermicroWithTwoSocketsIsReadWhole() throws Malformed {
        Fingerprint print = FactsTree.supermicro().read();
        assertEquals("0123456789abcdef", print.bootId().text());
        assertEquals("00112233-4455-6677-8899-aabbccddeeff", print.system().uuid().orElseThrow().toString());
        assertEquals("Supermicro|SYS-220U-TNR|A411795X1234567||ZM20AS001234|C8270AK19C30001|", String.join("|",
                print.system().manufacturer(), print.system().product(), print.system().serial(), print.system().sku(),
                print.system().boardSerial(), print.system().chassisSerial(), print.system().assetTag()));
        assertEquals(Firmware.UEFI, print.platform().firmware());
        assertEquals("American Megatrends Inc.|3.4|10/30/2020", print.platform().biosVendor() + "|"
                + print.platform().biosVersion() + "|" + print.platform().biosDate());
        assertEquals(SecureBoot.ON, print.platform().secureBoot());
        assertEquals(Optional.of("2.0 (TPM 2.0 Device)"), print.platform().tpm());
        assertEquals(Optional.of(new Bmc("10.20.30.40", "3c:ec:ef:01:02:03")), print.platform().bmc());
        assertEquals(List.of(2, 64, 128), List.of(print.cpu().sockets(), print.cpu().cores(), print.cpu().threads()));
        assertEquals("Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", print.cpu().model());
        assertTrue(print.cpu().sse42());
        assertEquals(List.of("aes", "avx", "avx2", "pdpe1gb", "sse4_2", "vmx"), print.cpu().flags());
        assertEquals(new Logical(97, 1, 1, 1, List.of(33, 97)), print.cpu().logical().get(97));
        assertEquals(527_937_652L * 1024, print.memory().bytes());
        assertEquals(new Node(1, 263_968_826L * 1024, IntStream.concat(IntStream.range(32, 64), IntStream.range(96, 128))
                .boxed().toList()), print.memory().nodes().get(1));
        assertEquals(List.of("not read: disk/nvme9n1: did not answer within 120 s"), print.notes());
    }

    @Test
    void itsNvmeDisksTellEverything() throws Malformed {
        List<Disk> disks = FactsTree.supermicro().read().disks();
        assertEquals(List.of("nvme0n1", "nvme1n1", "nvme2n1", "nvme3n1"), disks.stream().map(Disk::kernelName).toList());
        Disk disk = disks.getFirst();
        assertEquals("eui.3634483052500000|S64HNE0R500000|SAMSUNG MZQL23T8HCLS-00A07|3634483052500000||GDC5602Q",
                String.join("|", disk.wwid(), disk.serial(), disk.model(), disk.eui(), disk.nguid(), disk.firmware()));
        assertEquals(3_840_755_982_336L, disk.bytes());
        assertEquals(List.of(new LbaFormat(512, 0, 0, true), new LbaFormat(4096, 0, 0, false)), disk.formats());
        assertEquals(Transport.NVME, disk.transport());
        assertEquals(OptionalInt.of(0), disk.numa());
        assertEquals(List.of("nvme-eui.3634483052500000", "nvme-SAMSUNG_MZQL23T8HCLS-00A07_S64HNE0R500000_1",
                "nvme-SAMSUNG_MZQL23T8HCLS-00A07_S64HNE0R500000"), disk.byId());
        assertTrue(disk.isBlank());
        assertFalse(disk.pci().orElseThrow().isDegraded());
        assertTrue(disks.get(2).pci().orElseThrow().isDegraded());
        assertEquals(OptionalInt.of(80), disks.get(2).pci().orElseThrow().speed());
        assertEquals(Optional.of(new Health(4, 101, 4, 10, 17, 42_000, 71)), disks.get(3).health());
    }

    @Test
    void itsNicsComeWithWhatWasBooted() throws Malformed {
        List<Nic> nics = FactsTree.supermicro().read().nics();
        assertEquals(List.of(true, false), nics.stream().map(Nic::booted).toList());
        assertEquals(List.of(true, false), nics.stream().map(Nic::link).toList());
        assertEquals(OptionalInt.of(25_000), nics.getFirst().speed());
        assertEquals(OptionalInt.empty(), nics.getLast().speed());
        assertEquals(OptionalInt.of(9702), nics.getFirst().maximumMtu());
        assertEquals("4.00 0x80014bc8", nics.getFirst().firmware());
    }

    @Test
    void aDellWithSataAndNvmeHasTheLinksOfBoth() throws Malformed {
        Fingerprint print = FactsTree.dell().read();
        assertEquals(SecureBoot.OFF, print.platform().secureBoot());
        Disk sata = print.disks().getFirst();
        assertEquals(Transport.SATA, sata.transport());
        assertEquals("SSDSC2KG480G8R|PHYG0123003X480BGN|HXT7404Q", sata.model() + "|" + sata.serial() + "|"
                + sata.firmware());
        assertEquals(List.of("wwn-0x55cd2e415163fb2d", "ata-SSDSC2KG480G8R_PHYG0123003X480BGN"), sata.byId());
        Disk nvme = print.disks().getLast();
        assertTrue(nvme.wwid().startsWith("nvme.144d-5048414230303031303030"), nvme.wwid());
        assertTrue(nvme.byId().contains("nvme-Dell_Ent_NVMe_P5600_MU_U.2_1.6TB_PHAB0001000N1P6AGN_1"));
    }

    @Test
    void aPlaceholderUuidIdentifiesNothing() throws Malformed {
        Fingerprint print = FactsTree.hpe().read();
        assertTrue(print.system().uuid().orElseThrow().isPlaceholder());
        assertEquals(Optional.empty(), print.identity().uuid());
        assertEquals(1, print.identity().macs().size());
        assertEquals("", print.system().serial() + print.system().boardSerial() + print.system().assetTag());
        assertEquals(SecureBoot.UNSUPPORTED, print.platform().secureBoot());
    }

    @Test
    void aLinkThatWouldNameTwoDisksNamesNone() throws Malformed {
        Fingerprint print = FactsTree.duplicates().read();
        assertTrue(print.disks().stream().allMatch(disk -> disk.byId().isEmpty()), print.disks().toString());
        assertTrue(print.notes().contains("disks nvme0n1, nvme1n1 have the same serial: NoName SSD 0000000000000001"));
    }

    @Test
    void sixteenDisksComeInTheOrderOfTheirSlots() throws Malformed {
        List<Disk> disks = FactsTree.sixteen().read().disks();
        assertEquals(16, disks.size());
        assertEquals("nvme15n1", disks.getFirst().kernelName());
        assertEquals("nvme0n1", disks.getLast().kernelName());
        assertEquals(16, disks.stream().map(Disk::wwid).distinct().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "format=2\nboot=0123456789abcdef\n", "format=1\n", "format=1\nboot=xyz\n", "nonsense"})
    void aMetaOfAnotherFormIsMalformed(String meta) {
        assertThrows(Malformed.class, () -> FactsTree.hpe().text("meta", meta).read());
        assertThrows(Malformed.class, () -> FactsTree.hpe().without("meta").read());
    }

    @Test
    void anArchiveWithNothingButMetaGivesNotes() throws Malformed {
        Fingerprint print = new FactsTree().without("mem").read();
        assertEquals(List.of("no SMBIOS table was read: the machine is known by its MAC addresses only",
                "no /proc/cpuinfo was read: CPU model and flags are unknown",
                "no /proc/meminfo was read: the size of memory is unknown"), print.notes());
        assertEquals(0, print.disks().size() + print.nics().size());
    }

    @Test
    void eachFileMayBeMissing() throws Malformed {
        for (String path : FactsTree.supermicro().paths()) {
            if (!path.equals("meta")) {
                FactsTree.supermicro().without(path).read();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"head", "tail", "samples"})
    void aDiskOfWhichApartIsMissingIsUnreadable(String part) throws Malformed {
        Disk disk = FactsTree.supermicro().without("disk/nvme0n1/" + part).read().disks().getFirst();
        assertTrue(disk.contents().getFirst() instanceof Contents.Unreadable, disk.contents().toString());
    }

    @Test
    void whatIsNoDriveIsLeftOut() throws Malformed {
        FactsTree tree = new FactsTree();
        for (String name : List.of("loop0", "ram1", "zram0", "sr0", "fd0", "md127", "dm-3", "nbd1", "nvme0c1n1",
                "mmcblk0boot0")) {
            tree.text("disk/" + name + "/sysfs", "size=8\n");
        }
        assertEquals(List.of(), tree.read().disks());
        tree.text("disk/mmcblk0/sysfs", "size=8\n").text("disk/sdaa/sysfs", "size=8\n");
        assertEquals(2, tree.read().disks().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/virtio1/block/vda | vda | | VIRTIO",
        "/virtio1/host2/target2:0:0/2:0:0:0/block/sda | sda | | VIRTIO",
        "/usb1/1-1/1-1:1.0/host3/target3:0:0/3:0:0:0/block/sdb | sdb | | USB",
        "/host0/port-0:0/end_device-0:0/target0:0:0/0:0:0:0/block/sda | sda | | SAS",
        "/host0/port-0:0/end_device-0:0/target0:0:0/0:0:0:0/block/sda | sda | vendor=ATA | SATA",
        "/ata3/host2/target2:0:0/2:0:0:0/block/sdc | sdc | vendor=ATA | SATA",
        "/nvme/nvme0/nvme0n1 | nvme0n1 | transport=tcp | NVME_FABRICS",
        "/nvme/nvme0/nvme0n1 | nvme0n1 | | NVME",
        "/host0/target0:2:0/0:2:0:0/block/sda | sda | vendor=DELL | OTHER",
    })
    void theTransportIsSeenFromThePath(String path, String name, String more, Transport expected) throws Malformed {
        Disk disk = new FactsTree().text("disk/" + name + "/sysfs", "path=/sys/devices/pci0000:00/0000:00:05.0" + path
                + "\nsize=8\n" + (more == null ? "" : more) + "\n").read().disks().getFirst();
        assertEquals(expected, disk.transport());
        assertEquals("0000:00:05.0", disk.pci().orElseThrow().address());
    }

    @Test
    void aNicWithoutPermanentAddressFallsBackWithANote() throws Malformed {
        Fingerprint print = new FactsTree().nic("eth0", "0000:01:00.0", "02:00:00:00:00:01", "e1000e", 1000)
                .text("net/eth1/sysfs", "path=/sys/devices/pci0000:00/net/eth1\naddress=52:54:00:00:00:02\ntype=1\n")
                .text("net/dummy0/sysfs", "path=/sys/devices/virtual/net/dummy0\naddress=52:54:00:00:00:03\n")
                .text("net/ib0/sysfs", "path=/sys/devices/pci0000:00/net/ib0\naddress=52:54:00:00:00:04\ntype=32\n")
                .text("net/eth9/sysfs", "path=/sys/devices/pci0000:00/net/eth9\naddress=00:00:00:00:00:00\n").read();
        assertEquals(List.of("eth0", "eth1"), print.nics().stream().map(Nic::kernelName).toList());
        assertEquals(new Mac(0x525400000002L), print.nics().getLast().mac());
        assertEquals(4, print.notes().stream().filter(note -> note.startsWith("NIC ")).count(), print.notes().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "mtu=9000;payload=8972;control_received=3;sent=10;received=10 | PASSES",
        "mtu=9000;payload=8972;control_received=3;sent=10;received=1 | PASSES",
        "mtu=9000;payload=8972;control_received=3;sent=10;received=0 | LOST",
        "mtu=9000;payload=8972;control_received=0;sent=10;received=0;error=No route to host | UNREACHABLE",
        "mtu=9000;payload=8972;sent=10;received=0 | UNREACHABLE",
        "mtu=1500;payload=8972;control_received=3;sent=0;received=0;error=Message too long | TOO_SMALL",
        "mtu=9000;payload=8972;control_received=3;sent=0;received=0;error=the MTU cannot be set: busy | TOO_SMALL",
        "mtu=9000;payload=1400;control_received=3;sent=10;received=10 | TOO_SMALL",
    })
    void theJumboProbeHasAVerdict(String lines, Verdict expected) throws Malformed {
        Nic nic = new FactsTree().nic("eth0", "0000:01:00.0", "52:54:00:00:00:01", "ice", 1000)
                .text("net/eth0/jumbo", lines.replace(';', '\n') + "\n").read().nics().getFirst();
        assertEquals(expected, nic.jumbo().orElseThrow().verdict());
    }

    @Test
    void aDiskThatSaysItFailsIsNoted() throws Malformed {
        FactsTree tree = FactsTree.dell().text("disk/sda/smartctl", "{\n  \"smart_status\": {\n    \"passed\": false\n  }\n}");
        assertTrue(tree.read().notes().stream().anyMatch(note -> note.contains("sda") && note.contains("fails")));
        tree.text("disk/sda/smartctl", "{\n  \"smart_status\": {\n    \"passed\": true\n  }\n}");
        assertFalse(tree.read().notes().stream().anyMatch(note -> note.contains("fails")));
    }
}
