package dev.ichor.machine;

import dev.ichor.base.Firmware;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.PciLink;
import dev.ichor.machine.hardware.Platform;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Values for tests. */
public final class Samples {
    private Samples() {
    }

    public static Mac mac(String text) {
        try {
            return Mac.parse(text);
        } catch (Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static SystemUuid uuid(String text) {
        try {
            return SystemUuid.parse(text);
        } catch (Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A fingerprint with one blank NVMe disk, one SATA disk full of everything, and a NIC for each MAC. */
    public static Fingerprint fingerprint(BootId boot, Optional<SystemUuid> uuid, String serial, List<Mac> macs) {
        PciLink link = new PciLink("0000:01:00.0", OptionalInt.of(80), OptionalInt.of(4), OptionalInt.of(160),
                OptionalInt.empty());
        Disk nvme = new Disk("nvme0n1", "eui.0025385a71b1d3f4", serial + "-nvme", "ACME Fast", "0025385a71b1d3f4", "",
                "1.0", 1_000_204_886_016L, 512, 512, List.of(new Disk.LbaFormat(512, 0, 2, true)),
                Disk.Transport.NVME, false, false, false, Optional.of(link), OptionalInt.of(0),
                Optional.of(new Disk.Health(0, 3, 100, 10, 0, 1234, 38)), List.of("nvme-eui.0025385a71b1d3f4"),
                List.of(new Contents.Blank()));
        Disk sata = new Disk("sda", "", serial + "-sata", "ACME Slow", "", "", "2", 4_000_000_000L, 512, 4096,
                List.of(), Disk.Transport.SATA, true, false, false, Optional.empty(), OptionalInt.empty(),
                Optional.empty(), List.of(), everyContents());
        List<Nic> nics = macs.stream().map(mac -> new Nic(mac, "eth0", "e1000e", "3.2", Optional.of(link),
                OptionalInt.empty(), OptionalInt.of(1000), true, OptionalInt.of(9216), mac.equals(macs.getFirst()),
                "10.0.0.5/24", Optional.of(new Nic.Lldp("c", "p", "switch-1", "port 7", 0)),
                Optional.of(new Nic.Jumbo(Nic.Jumbo.Verdict.PASSES, 3, 3, "")))).toList();
        return new Fingerprint(boot,
                new SystemIdentity(uuid, "ACME", "Box \"2\" \u00fc", serial, "", "b", "c", ""),
                new Platform(Firmware.UEFI, "SeaBIOS", "1", "04/01/2014", Platform.SecureBoot.SETUP,
                        Optional.of("2.0"), Optional.of(new Platform.Bmc("10.0.0.9", ""))),
                new Cpu("CPU", 1, 1, 2, true, List.of("avx2", "sse4_2"),
                        List.of(new Cpu.Logical(0, 0, 0, -1, List.of(0, 1)))),
                new Memory(8L << 30, List.of(new Memory.Node(0, 8L << 30, List.of(0, 1)))),
                List.of(nvme, sata), nics, List.of("bmc/lan: not there"));
    }

    /** One of each alternative but blank. */
    public static List<Contents> everyContents() {
        return List.of(new Contents.PartitionTable("gpt", "id",
                        List.of(new Contents.Partition(1, "META", "type", 1 << 20, 1 << 20))),
                new Contents.Filesystem("ext4", "data", "u"), new Contents.Member("lvm", "vg0", ""),
                new Contents.Talos(List.of("META", "STATE"), ""), new Contents.MayastorPool("pool-1", "x"),
                new Contents.Unknown("at 0"), new Contents.Unreadable("I/O error"));
    }
}
