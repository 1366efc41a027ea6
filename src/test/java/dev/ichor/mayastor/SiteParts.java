package dev.ichor.mayastor;

import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Samples;
import dev.ichor.machine.SystemIdentity;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.PciLink;
import dev.ichor.machine.hardware.Platform;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import dev.ichor.mayastor.site.SiteNode.Served;
import dev.ichor.talos.node.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What {@link Sites} are built of. */
public final class SiteParts {
    private static final String MODEL = "SAMSUNG MZQL21T9HCJR-00A07";
    private static final PciLink LINK = new PciLink("0000:01:00.0", OptionalInt.of(160), OptionalInt.of(4),
            OptionalInt.of(160), OptionalInt.of(4));

    private SiteParts() {
    }

    /** A healthy NVMe disk: blank, or with those contents. Its wwid follows from its serial number. */
    public static Disk nvme(String serial, long gigabytes, Contents... carries) {
        String eui = String.format("%016x", 0x0025_3800_0000_0000L | serial.hashCode() & 0xFFFF_FFFFL);
        String name = MODEL.replace(' ', '_') + "_" + serial;
        return new Disk("nvme0n1", "eui." + eui, serial, MODEL, eui, "", "GDC5602Q", gigabytes * 1_000_000_000L, 512,
                4096, List.of(new Disk.LbaFormat(512, 0, 0, true)), Disk.Transport.NVME, false, false, false,
                Optional.of(LINK), OptionalInt.of(0), Optional.of(new Disk.Health(0, 3, 100, 10, 0, 1200, 38)),
                List.of("nvme-eui." + eui, "nvme-" + name + "_1", "nvme-" + name),
                carries.length == 0 ? List.of(new Contents.Blank()) : List.of(carries));
    }

    /** The node as it is, with another zone and other labels. */
    static Node placed(Node node, String zone, Map<String, String> labels) {
        return new Node(node.name(), node.cluster(), node.type(), zone, node.machine(), node.storage(), labels,
                node.disks(), node.address(), node.nics(), node.patches());
    }

    /** The disk as it is, with other contents. */
    public static Disk carrying(Disk disk, Contents... carries) {
        return new Disk(disk.kernelName(), disk.wwid(), disk.serial(), disk.model(), disk.eui(), disk.nguid(),
                disk.firmware(), disk.bytes(), disk.logical(), disk.physical(), disk.formats(), disk.transport(),
                disk.rotational(), disk.readOnly(), disk.removable(), disk.pci(), disk.numa(), disk.health(),
                disk.byId(), List.of(carries));
    }

    /** The disk as it is, with other names below {@code /dev/disk/by-id/}. */
    public static Disk linked(Disk disk, String... byId) {
        return new Disk(disk.kernelName(), disk.wwid(), disk.serial(), disk.model(), disk.eui(), disk.nguid(),
                disk.firmware(), disk.bytes(), disk.logical(), disk.physical(), disk.formats(), disk.transport(),
                disk.rotational(), disk.readOnly(), disk.removable(), disk.pci(), disk.numa(), disk.health(),
                List.of(byId), disk.contents());
    }

    /** The disk as it is, with other marks. */
    public static Disk marked(Disk disk, boolean rotational, boolean readOnly, boolean removable) {
        return new Disk(disk.kernelName(), disk.wwid(), disk.serial(), disk.model(), disk.eui(), disk.nguid(),
                disk.firmware(), disk.bytes(), disk.logical(), disk.physical(), disk.formats(), disk.transport(),
                rotational, readOnly, removable, disk.pci(), disk.numa(), disk.health(), disk.byId(), disk.contents());
    }

    /** @param number of the node among its like; says in which zone and rack and at which switch it is */
    public static SiteNode node(String name, NodeType type, int number, List<Disk> pools, Optional<Ipv4> storage) {
        int place = (number - 1) % 3 + 1;
        Map<String, String> labels = pools.isEmpty() ? Map.of("rack", "r" + place)
                : Map.of("rack", "r" + place, "openebs.io/engine", "mayastor");
        Node node = new Node(name, Sites.CLUSTER, type, "z" + place, Optional.empty(), storage, labels, List.of());
        int serial = (type == NodeType.WORKER ? 100 : 0) + number;
        return new SiteNode(node, Optional.of(hardware(serial, place, Sites.systemSerial(name), pools, labels)),
                storage, List.of());
    }

    private static Hardware hardware(int serial, int place, String system, List<Disk> pools,
                                     Map<String, String> labels) {
        List<Disk> disks = new ArrayList<>(List.of(nvme(system, 480)));
        disks.addAll(pools);
        List<DiskClaim> claims = new ArrayList<>(List.of(
                new DiskClaim(disks.getFirst().id(), DiskRole.SYSTEM, false, "")));
        pools.forEach(disk -> claims.add(new DiskClaim(disk.id(), DiskRole.POOL, false, "")));
        boolean stores = !pools.isEmpty();
        Served served = new Served(Sites.NOW.minusSeconds(7200), true, stores ? 1024 : 0,
                stores ? List.of("nvme_tcp") : List.of(), labels, stores ? List.of(1, 2) : List.of(),
                stores ? 9000 : 1500);
        return new Hardware(MachineId.of(0x5EED_0000L * serial + serial), "installed",
                Optional.of(Sites.NOW.minusSeconds(3600)), Optional.of(Sites.NOW.minusSeconds(30)), List.of(),
                Optional.of(fingerprint(serial, place, disks)), Sites.NOW.minusSeconds(7800), claims,
                Optional.of(served));
    }

    private static Fingerprint fingerprint(int serial, int place, List<Disk> disks) {
        List<Nic> nics = List.of(nic(2 * serial, true, 1_000, "mgmt-1", place), nic(2 * serial + 1, false, 25_000,
                "leaf-" + place, place));
        return new Fingerprint(BootId.of(serial), new SystemIdentity(Optional.of(Samples.uuid(
                String.format("4c4c4544-0042-3510-8054-%012x", serial))), "Dell Inc.", "PowerEdge R660",
                String.format("7QX%04d", serial), "", "", "", ""),
                new Platform(Firmware.UEFI, "Dell Inc.", "2.4.4", "09/27/2024", Platform.SecureBoot.OFF,
                        Optional.of("2.0"), Optional.empty()),
                cpu(Parts.cpus(1, 16, true, true), true, List.of("aes", "avx2", "sse4_2")),
                new Memory(128L << 30, List.of(new Memory.Node(0, 128L << 30, List.of()))), disks, nics, List.of());
    }

    private static Nic nic(int number, boolean booted, int speed, String lldp, int port) {
        return new Nic(Samples.mac(String.format("b4:96:91:00:%02x:%02x", number >> 8, number & 255)),
                booted ? "eno1" : "enp65s0f0", booted ? "tg3" : "ice", "4.40", Optional.of(LINK), OptionalInt.of(0),
                OptionalInt.of(speed), true, OptionalInt.of(9216), booted, "",
                Optional.of(new Nic.Lldp("50:6b:4b:00:00:01", "Eth1/" + port, lldp, "", 0)),
                Optional.of(new Nic.Jumbo(Nic.Jumbo.Verdict.PASSES, 3, 3, "")));
    }

    public static Cpu cpu(List<Cpu.Logical> logical, boolean sse42, List<String> flags) {
        int cores = (int) logical.stream().map(Cpu.Logical::siblings).distinct().count();
        return new Cpu("Intel(R) Xeon(R) Gold 6426Y", (int) logical.stream().map(Cpu.Logical::socket).distinct()
                .count(), cores, logical.size(), sse42, flags, logical);
    }

    public static Hardware with(Hardware old, Optional<Fingerprint> fingerprint, List<DiskClaim> claims,
                                Optional<Served> served) {
        return new Hardware(old.id(), old.stage(), old.installed(), old.heard(), old.obstacles(), fingerprint,
                old.seen(), claims, served);
    }

    public static Fingerprint withDisks(Fingerprint old, List<Disk> disks) {
        return new Fingerprint(old.bootId(), old.system(), old.platform(), old.cpu(), old.memory(), disks, old.nics(),
                old.notes());
    }

    public static Fingerprint withNics(Fingerprint old, List<Nic> nics) {
        return new Fingerprint(old.bootId(), old.system(), old.platform(), old.cpu(), old.memory(), old.disks(), nics,
                old.notes());
    }

    public static Fingerprint withMemory(Fingerprint old, Memory memory) {
        return new Fingerprint(old.bootId(), old.system(), old.platform(), old.cpu(), memory, old.disks(), old.nics(),
                old.notes());
    }

    static Cluster cluster(Cluster old, String talos, String kubernetes, Optional<StorageNetwork> storage,
                           MayastorPlan plan) {
        return new Cluster(old.name(), old.endpoint(), talos, kubernetes, old.pods(), old.services(), storage,
                old.zones(), plan, old.management(), old.plan());
    }

    public static <T> List<T> plus(List<T> list, T one) {
        List<T> all = new ArrayList<>(list);
        all.add(one);
        return all;
    }
}
