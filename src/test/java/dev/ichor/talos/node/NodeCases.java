package dev.ichor.talos.node;

import static dev.ichor.inventory.MayastorPlan.LocalVolume.AUTO;
import static dev.ichor.inventory.MayastorPlan.LocalVolume.MOUNT;
import static dev.ichor.inventory.MayastorPlan.LocalVolume.NONE;
import static dev.ichor.inventory.MayastorPlan.LocalVolume.VOLUME;
import static dev.ichor.inventory.StorageNetwork.Link.BOND;
import static dev.ichor.inventory.StorageNetwork.Link.SEPARATE;
import static dev.ichor.inventory.StorageNetwork.Link.SHARED;
import static dev.ichor.machine.arm.DiskRole.IGNORE;
import static dev.ichor.machine.arm.DiskRole.POOL;
import static dev.ichor.machine.arm.DiskRole.SPARE;
import static dev.ichor.machine.arm.DiskRole.SYSTEM;
import static dev.ichor.talos.Contract.V1_10;
import static dev.ichor.talos.Contract.V1_11;
import static dev.ichor.talos.Contract.V1_12;
import static dev.ichor.talos.Contract.V1_13;
import static dev.ichor.talos.Contract.V1_14;

import dev.ichor.inventory.Node.NicOfNode.Use;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Disk.Transport;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic.Jumbo.Verdict;
import dev.ichor.talos.Contract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Hardware and plans by a name that says what is special about them. */
final class NodeCases {
    private final Map<String, Rig> all = new LinkedHashMap<>();

    private NodeCases() {
    }

    static Map<String, Rig> all() {
        NodeCases cases = new NodeCases();
        for (Contract contract : Contract.values()) {
            cases.ofEach(contract);
        }
        cases.disks();
        cases.networks();
        cases.refusedNetworks();
        cases.memories();
        cases.processors();
        cases.rest();
        return cases.all;
    }

    private void put(String name, Rig rig) {
        if (all.put(name, rig) != null) {
            throw new IllegalStateException(name);
        }
    }

    private static Rig auto(Rig rig, int vlan, int mtu) {
        return rig.storage(StorageNetwork.Link.AUTO, vlan, mtu);
    }

    /** The forms that differ from contract to contract. */
    private void ofEach(Contract contract) {
        String at = " at " + contract;
        put("one NIC, DHCP" + at, Rig.usual(contract));
        put("one NIC, storage shared and tagged" + at, auto(Rig.usual(contract), 40, 9000));
        put("three NICs, storage apart" + at, auto(Rig.usual(contract).nic(2, 25_000).nic(3, 1_000), 0, 9000));
        put("VLAN on a bond" + at, Rig.usual(contract).nic(2, 25_000).nic(3, 25_000).storage(BOND, 40, 9000)
                .management("10.0.0.0/24", "10.0.0.254", "10.0.0.2", "10.0.0.3", ""));
        put("control plane with pools, static address and VIP" + at, auto(Rig.usual(contract).control().nic(2, 25_000)
                .management("10.0.0.0/24", "10.0.0.254", "10.0.0.2", "ntp.example", "10.0.0.5").address("10.0.0.11"),
                0, 9000).named("cp-1", "a").sinks(8083, 8084));
        put("isolated cores" + at, Rig.usual(contract).plan(2, true, 0, true, AUTO));
        put("isolated cores, BIOS" + at, Rig.usual(contract).bios().plan(2, true, 0, false, AUTO));
    }

    private void disks() {
        put("no by-id link", Rig.of(V1_13).disk(plain("sda", "naa.5000", "Z1"), SYSTEM)
                .disk(plain("sdb", "naa.5001", "Z2"), POOL).nic(1, 1000));
        put("no by-id link at 1.14", Rig.of(V1_14).disk(plain("sda", "naa.5000", "Z1"), SYSTEM)
                .disk(plain("sdb", "naa.5001", "Z2"), POOL).nic(1, 1000));
        put("quotes in a serial at 1.14", Rig.of(V1_14).disk(plain("sda", "t10.A  \"B\"", "Z\\1*"), SYSTEM)
                .nic(1, 1000));
        put("duplicate serials", Rig.of(V1_13).disk(plain("sda", "naa.5000", "Z1"), SYSTEM)
                .disk(plain("sdb", "naa.5001", "Z1"), POOL).nic(1, 1000));
        put("duplicate wwids", Rig.of(V1_13).disk(plain("sda", "naa.5000", "Z1"), SYSTEM)
                .disk(plain("sdb", "naa.5000", "Z2"), POOL).nic(1, 1000));
        put("two disks of one identity", Rig.of(V1_13).disk(plain("sda", "naa.5000", "Z1"), SYSTEM)
                .disk(plain("sdb", "naa.5000", "Z1")).nic(1, 1000));
        put("first by-id link is shared", Rig.of(V1_12)
                .disk(linked("a", List.of("nvme-eui.00", "nvme-Fast_A_1")), SYSTEM)
                .disk(linked("b", List.of("nvme-eui.00", "nvme-Fast_B_1")), POOL).nic(1, 1000));
        put("by-id link with a path in it", Rig.of(V1_11)
                .disk(linked("a", List.of("../../sda", "nvme Fast")), SYSTEM).nic(1, 1000));
        put("star in a serial, wwid alone", Rig.of(V1_13).disk(plain("sda", "naa.5000", "Z*1"), SYSTEM)
                .disk(plain("sdb", "naa.5001", "ZZ1"), POOL).nic(1, 1000));
        put("stars in serial and wwid", Rig.of(V1_13).disk(plain("sda", "naa.*", "Z*1"), SYSTEM)
                .disk(plain("sdb", "naa.5001", "ZZ1"), POOL).nic(1, 1000));
        put("star in a serial, wwid is another's too", Rig.of(V1_13).disk(plain("sda", "naa.5000", "Z*1"), SYSTEM)
                .disk(plain("sdb", "naa.5000", "ZZ1"), POOL).nic(1, 1000));
        put("no system disk", Rig.of(V1_13).disk("pool", POOL, 0).nic(1, 1000));
        put("two system disks", Rig.of(V1_13).disk("a", SYSTEM, 0).disk("b", SYSTEM, 0).nic(1, 1000));
        put("system disk is gone", Rig.of(V1_14).disk("a", POOL, 0).nic(1, 1000)
                .claim(new DiskClaim(new DiskId("eui.b", "S-b", 7), SYSTEM, false, "")));
        put("system disk has another size now", Rig.of(V1_13).disk("b", SPARE, 0).nic(1, 1000)
                .claim(new DiskClaim(new DiskId("eui.b", "S-b", 7), SYSTEM, false, "")));
        put("system disk without a wwid", Rig.of(V1_13).disk(plain("vda", "", "V1"), SYSTEM).nic(1, 1000));
        put("no disks at all", Rig.of(V1_13).nic(1, 1000));
        Rig sixteen = Rig.of(V1_13).disk(Parts.disk("sda", "naa.5000c500a1b2c3d4", "BOSS1", Transport.SATA, 0,
                List.of("wwn-0x5000c500a1b2c3d4", "ata-BOSS_BOSS1")), SYSTEM).nic(1, 25_000).memory(512, 2, 0)
                .cpu(Parts.cpus(2, 32, true, true)).plan(4, true, 0, false, AUTO);
        for (int i = 0; i < 16; i++) {
            sixteen.disk("n" + i, i < 14 ? POOL : i == 14 ? SPARE : IGNORE, i < 12 ? 1 : 0);
        }
        put("sixteen NVMe, two sockets", sixteen);
        put("virtio with a wwid", Rig.of(V1_10).disk(Parts.disk("vda", "v1", "disk-1", Transport.VIRTIO, -1,
                List.of("virtio-disk-1")), SYSTEM).nic(1, 1000).withoutMayastor());
    }

    private void networks() {
        put("two NICs, storage tagged and apart", auto(Rig.usual(V1_13).nic(2, 25_000), 40, 9000));
        put("two NICs, the second without link", auto(Rig.usual(V1_13).nic(2, 0), 40, 9000));
        put("four NICs, the fastest carries storage", auto(Rig.usual(V1_12).nic(2, 10_000).nic(3, 100_000).nic(4, 0),
                0, 9000));
        put("four NICs, two of them bonded", Rig.usual(V1_13).nic(2, 10_000).nic(3, 25_000).nic(4, 25_000)
                .storage(BOND, 0, 9000));
        put("bond without LACP", Rig.usual(V1_11).nic(2, 10_000).nic(3, 10_000).storage(BOND, 0, 1500, "active-backup",
                List.of()));
        put("bond of named NICs", Rig.usual(V1_13).nic(2, 10_000).nic(3, 25_000).use(2, Use.STORAGE)
                .use(3, Use.STORAGE).storage(SHARED, 0, 9000));
        put("named NIC for management", auto(Rig.usual(V1_13).nic(2, 1000).nic(3, 25_000).use(2, Use.MANAGEMENT), 0,
                1500));
        put("unused NICs", Rig.usual(V1_13).nic(2, 1000).use(2, Use.UNUSED));
        put("unused NICs at 1.10", Rig.usual(V1_10).nic(2, 1000).use(2, Use.UNUSED));
        put("shared and untagged with routes", Rig.usual(V1_14).nic(2, 1000).storage(SHARED, 0, 1500, "802.3ad",
                List.of(new StorageNetwork.Route(Parts.subnet("10.8.0.0/16"), Parts.ip("10.9.0.1")))));
        put("shared, untagged and static", Rig.usual(V1_11).storage(SHARED, 0, 9000)
                .management("10.0.0.0/24", "10.0.0.254", "", "", "").address("10.0.0.11"));
        put("static without a gateway", Rig.usual(V1_13).management("10.0.0.0/24", "", "", "", "")
                .address("10.0.0.11"));
        put("VIP on a worker's cluster", Rig.usual(V1_13).management("10.0.0.0/24", "", "", "", "10.0.0.5"));
        put("jumbo datagrams were lost", auto(jumbo(Verdict.LOST), 0, 9000));
        put("jumbo datagrams were too small", auto(jumbo(Verdict.TOO_SMALL), 0, 9000));
        put("nobody answered the jumbo probe", auto(jumbo(Verdict.UNREACHABLE), 0, 9000));
        put("no NIC booted", Rig.of(V1_13).disk("sys", SYSTEM, 0).nic(1, 1000, false, 9216, 0, "", Optional.empty())
                .nic(2, 1000, false, 9216, 0, "", Optional.empty()));
        put("MTU that no driver tells", auto(Rig.usual(V1_13).nic(2, 25_000, false, 0, 0, "", Optional.empty()), 0,
                9000));
    }

    private static Rig jumbo(Verdict verdict) {
        return Rig.usual(V1_13).nic(2, 25_000, false, 9216, 0, "", Optional.of(verdict));
    }

    private void refusedNetworks() {
        put("MTU beyond the NIC", auto(Rig.usual(V1_13).nic(2, 25_000, false, 1500, 0, "", Optional.empty()), 0, 9000));
        put("MTU beyond one NIC of a bond", Rig.usual(V1_11).nic(2, 10_000).nic(3, 10_000, false, 4000, 0, "",
                Optional.empty()).storage(BOND, 40, 9000));
        put("nothing to separate", Rig.usual(V1_13).storage(SEPARATE, 0, 9000));
        put("nothing to bond", Rig.usual(V1_13).nic(2, 1000).nic(3, 25_000).storage(BOND, 0, 9000));
        put("unknown bond mode", Rig.usual(V1_13).nic(2, 1000).nic(3, 1000).storage(BOND, 0, 9000, "lacp", List.of()));
        put("no storage address", auto(Rig.usual(V1_13), 0, 9000).storage(""));
        put("storage address of another node", auto(Rig.usual(V1_13), 0, 9000).other("10.9.0.11", "node-2"));
        put("storage address of another network", auto(Rig.usual(V1_13), 0, 9000).storage("10.9.1.11"));
        put("storage address is the broadcast's", auto(Rig.usual(V1_13), 0, 9000).storage("10.9.0.255"));
        put("static address without a subnet", Rig.usual(V1_13).address("10.0.0.11"));
        put("static address is the VIP", Rig.usual(V1_13).control().management("10.0.0.0/24", "10.0.0.254", "", "",
                "10.0.0.11").address("10.0.0.11"));
        put("VIP in another network", Rig.usual(V1_13).control().management("10.0.0.0/24", "", "", "", "10.1.0.5"));
        put("named NIC is not there", Rig.usual(V1_13).use(9, Use.MANAGEMENT));
        put("two NICs of one MAC", Rig.usual(V1_13).nic(1, 1000).use(1, Use.MANAGEMENT));
        put("two NICs of one MAC at 1.10", Rig.usual(V1_10).nic(1, 1000));
        put("two NICs for management", Rig.usual(V1_13).nic(2, 1000).use(1, Use.MANAGEMENT).use(2, Use.MANAGEMENT));
        put("every NIC unused", Rig.usual(V1_13).use(1, Use.UNUSED));
        put("no NIC at all", Rig.of(V1_13).disk("sys", SYSTEM, 0));
    }

    private void memories() {
        put("least memory", Rig.usual(V1_13).memory(4, 1, 0));
        put("too little memory", Rig.usual(V1_13).memory(3, 1, 0));
        put("too little memory without pools", Rig.of(V1_13).disk("sys", SYSTEM, 0).nic(1, 1000).memory(2, 1, 0));
        put("two NUMA nodes, plenty", Rig.usual(V1_13).memory(64, 2, 0));
        put("two NUMA nodes, little", Rig.usual(V1_13).memory(8, 2, 0));
        put("NUMA node without memory", Rig.usual(V1_13).memory(new Memory(32L << 30,
                List.of(new Memory.Node(0, 32L << 30, List.of()), new Memory.Node(1, 0, List.of())))));
        put("no NUMA", Rig.usual(V1_13).memory(new Memory(32L << 30, List.of())).cpu(Parts.cpus(1, 4, false, false)));
        put("huge pages asked for", Rig.usual(V1_14).plan(2, false, 2048, false, AUTO));
        put("too few huge pages asked for", Rig.usual(V1_13).plan(2, false, 512, false, AUTO));
        put("too many huge pages asked for", Rig.usual(V1_13).plan(2, false, 32_768, false, AUTO));
    }

    private void processors() {
        put("no SMT", Rig.usual(V1_10).bios().cpu(Parts.cpus(1, 4, false, true)).plan(3, true, 0, false, AUTO));
        put("SMT, all but one core", Rig.usual(V1_10).bios().cpu(Parts.cpus(1, 4, true, true))
                .plan(3, true, 0, false, AUTO));
        put("two sockets, disks at the second", Rig.of(V1_11).bios().disk("sys", SYSTEM, 0).disk("p1", POOL, 1)
                .disk("p2", POOL, 1).nic(1, 25_000).cpu(Parts.cpus(2, 4, true, true)).memory(64, 2, 0)
                .plan(2, true, 0, false, AUTO));
        put("two sockets, storage NIC decides", auto(Rig.usual(V1_11).bios().nic(2, 25_000, false, 9216, 1, "",
                Optional.empty()).disk("p2", POOL, 1).cpu(Parts.cpus(2, 4, true, true)).memory(64, 2, 0)
                .plan(2, true, 0, false, AUTO), 0, 9000));
        put("two small sockets", Rig.usual(V1_11).bios().cpu(Parts.cpus(2, 2, false, true)).memory(64, 2, 0)
                .plan(3, true, 0, false, AUTO));
        put("too few cores to isolate", Rig.usual(V1_13).cpu(Parts.cpus(1, 2, true, true))
                .plan(2, true, 0, false, AUTO));
        put("too few cores, not isolated", Rig.usual(V1_13).cpu(Parts.cpus(1, 1, true, true)));
        put("unknown topology", Rig.usual(V1_13).cpu(List.of()).plan(2, true, 0, false, AUTO));
        put("isolated without pools", Rig.of(V1_13).disk("sys", SYSTEM, 0).nic(1, 1000).plan(2, true, 0, true, AUTO));
        String own = "a".repeat(64);
        put("own schematic", Rig.usual(V1_13).talos(own, "", OptionalInt.of(250)));
        put("own schematic with isolation", Rig.usual(V1_13).talos(own, "", OptionalInt.empty())
                .plan(2, true, 0, false, AUTO));
        put("own schematic with isolation, GRUB", Rig.usual(V1_11).bios().talos(own, "", OptionalInt.empty())
                .plan(2, true, 0, false, AUTO));
        put("own installer with isolation", Rig.usual(V1_14)
                .talos("", "registry.example/installer", OptionalInt.empty()).plan(2, true, 0, false, AUTO));
        put("ARM", Rig.usual(V1_14).arm64().cpu(Parts.cpus(1, 80, false, false)).plan(4, true, 0, false, AUTO));
    }

    private void rest() {
        put("no Mayastor", Rig.usual(V1_13).withoutMayastor());
        put("no Mayastor, pods asked for", Rig.usual(V1_14).withoutMayastor().talos("", "", OptionalInt.of(150)));
        put("control plane without Mayastor", Rig.usual(V1_14).control().withoutMayastor());
        put("worker without pools", Rig.of(V1_13).disk("sys", SYSTEM, 0).nic(1, 1000).named("w-9", "b"));
        put("LLDP and labels", Rig.of(V1_13).disk("sys", SYSTEM, 0)
                .labels(Map.of("site", "north", "ichor.dev/rack", "7"))
                .nic(1, 1000, true, 9216, 0, " Rack12 leaf/a! ", Optional.empty()).named("w-1", "zone-1"));
        put("LLDP that names no rack, at 1.14", Rig.of(V1_14).disk("sys", SYSTEM, 0)
                .nic(1, 1000, true, 9216, 0, "leaf-a.example", Optional.empty()));
        put("user volume", Rig.usual(V1_13).plan(2, false, 0, false, VOLUME));
        put("user volume at 1.11", Rig.usual(V1_11).plan(2, false, 0, false, VOLUME));
        put("mount at 1.14", Rig.usual(V1_14).plan(2, false, 0, false, MOUNT));
        put("nothing for local volumes", Rig.usual(V1_13).plan(2, false, 0, false, NONE));
        put("events only", Rig.usual(V1_10).sinks(8083, 0));
        put("kernel log only", Rig.usual(V1_14).sinks(0, 8084));
        put("pool that stays", Rig.of(V1_13).disk("sys", SYSTEM, 0).disk(Parts.nvme("old", 0)).nic(1, 1000)
                .claim(new DiskClaim(Parts.nvme("old", 0).id(), DiskRole.POOL, true, "")));
    }

    private static Disk plain(String kernel, String wwid, String serial) {
        return Parts.disk(kernel, wwid, serial, Transport.SAS, -1, List.of());
    }

    private static Disk linked(String id, List<String> links) {
        return Parts.disk(id, "eui." + id, "S-" + id, Transport.NVME, 0, links);
    }
}
