package dev.ichor.talos.node;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Node.NicOfNode;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.StorageNetwork.Link;
import dev.ichor.inventory.TalosPlan;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Samples;
import dev.ichor.machine.SystemIdentity;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.Platform;
import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.generate.Base;
import dev.ichor.talos.generate.Images;
import dev.ichor.talos.render.NodeInput;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.SecretsBundle;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds a node on some hardware by some plan, for tests; without a word more it is a worker with Mayastor. */
public final class Rig {
    private static final CertificateAndKey PAIR = new CertificateAndKey("certificate\n", "key\n");
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    public static final SecretsBundle SECRETS = new SecretsBundle(KEY, KEY, "abcdef.0123456789abcdef",
            new EncryptionSecret(EncryptionSecret.Kind.SECRETBOX, KEY), "abcdef.0123456789abcdef", PAIR, PAIR, PAIR,
            PAIR.key(), PAIR);

    private final List<Disk> disks = new ArrayList<>();
    private final List<DiskClaim> claims = new ArrayList<>();
    private final List<Nic> nics = new ArrayList<>();
    private final List<NicOfNode> wishes = new ArrayList<>();
    private final Map<Ipv4, String> others = new HashMap<>();
    private Contract contract = Contract.V1_13;
    private NodeType type = NodeType.WORKER;
    private Firmware firmware = Firmware.UEFI;
    private Arch arch = Arch.X86_64;
    private List<Cpu.Logical> logical = Parts.cpus(1, 8, true, true);
    private Memory memory = Parts.memory(64, 1);
    private MayastorPlan plan = MayastorPlan.DEFAULT;
    private TalosPlan talos = TalosPlan.DEFAULT;
    private Management management = Management.NONE;
    private Optional<StorageNetwork> network = Optional.empty();
    private Optional<Ipv4> storage = Optional.empty();
    private Optional<Ipv4> address = Optional.empty();
    private Optional<NodeInput.Sinks> sinks = Optional.empty();
    private Map<String, String> labels = Map.of();
    private String zone = "";
    private String name = "node-1";

    public static Rig of(Contract contract) {
        Rig rig = new Rig();
        rig.contract = contract;
        return rig;
    }

    /** A worker with a system and a pool disk and one NIC. */
    public static Rig usual(Contract contract) {
        return of(contract).disk("sys", DiskRole.SYSTEM, 0).disk("pool", DiskRole.POOL, 0).nic(1, 25_000);
    }

    public Rig control() {
        type = NodeType.CONTROLPLANE;
        return this;
    }

    public Rig bios() {
        firmware = Firmware.BIOS;
        return this;
    }

    public Rig arm64() {
        arch = Arch.ARM64;
        return this;
    }

    public Rig named(String text, String where) {
        name = text;
        zone = where;
        return this;
    }

    public Rig labels(Map<String, String> map) {
        labels = map;
        return this;
    }

    public Rig sinks(int events, int log) {
        sinks = Optional.of(new NodeInput.Sinks(Parts.ip("10.0.0.1"), events, log));
        return this;
    }

    public Rig memory(int gibibytes, int nodes, int unused) {
        memory = Parts.memory(gibibytes, nodes);
        return this;
    }

    public Rig memory(Memory of) {
        memory = of;
        return this;
    }

    public Rig cpu(List<Cpu.Logical> all) {
        logical = all;
        return this;
    }

    public Rig disk(String id, DiskRole role, int numa) {
        return disk(Parts.nvme(id, numa), role);
    }

    public Rig disk(Disk disk, DiskRole... role) {
        disks.add(disk);
        for (DiskRole one : role) {
            claims.add(new DiskClaim(disk.id(), one, false, ""));
        }
        return this;
    }

    public Rig claim(DiskClaim claim) {
        claims.add(claim);
        return this;
    }

    /** The first one booted; no speed: no link. */
    public Rig nic(int number, int speed) {
        return nic(number, speed, nics.isEmpty(), 9216, 0, "", Optional.empty());
    }

    public Rig nic(int number, int speed, boolean booted, int mtu, int numa, String lldp,
                   Optional<Nic.Jumbo.Verdict> jumbo) {
        nics.add(new Nic(Parts.mac(number), "enp" + number + "s0", "ice", "1", Optional.empty(), OptionalInt.of(numa),
                speed == 0 ? OptionalInt.empty() : OptionalInt.of(speed), speed > 0,
                mtu == 0 ? OptionalInt.empty() : OptionalInt.of(mtu), booted, "",
                lldp.isEmpty() ? Optional.empty() : Optional.of(new Nic.Lldp("c", "p", lldp, "", 0)),
                jumbo.map(verdict -> new Nic.Jumbo(verdict, 3, 0, ""))));
        return this;
    }

    public Rig use(int number, NicOfNode.Use use) {
        wishes.add(new NicOfNode(Parts.mac(number), use));
        return this;
    }

    public Rig storage(Link link, int vlan, int mtu) {
        return storage(link, vlan, mtu, StorageNetwork.BOND, List.of());
    }

    public Rig storage(Link link, int vlan, int mtu, String bond, List<StorageNetwork.Route> routes) {
        network = Optional.of(new StorageNetwork(Parts.subnet("10.9.0.0/24"), vlan == 0 ? OptionalInt.empty()
                : OptionalInt.of(vlan), mtu, Optional.empty(), link, bond, routes));
        storage = Optional.of(Parts.ip("10.9.0.11"));
        return this;
    }

    public Rig storage(String own) {
        storage = own.isEmpty() ? Optional.empty() : Optional.of(Parts.ip(own));
        return this;
    }

    /** Subnet, gateway, one name server, one time server, VIP; each may be empty. */
    public Rig management(String subnet, String gateway, String dns, String ntp, String vip) {
        management = new Management(subnet.isEmpty() ? Optional.empty() : Optional.of(Parts.subnet(subnet)),
                some(gateway), some(dns).stream().toList(), ntp.isEmpty() ? List.of() : List.of(ntp), some(vip));
        return this;
    }

    public Rig address(String own) {
        address = some(own);
        return this;
    }

    public Rig other(String text, String node) {
        others.put(Parts.ip(text), node);
        return this;
    }

    public Rig plan(int cores, boolean isolate, int hugepages, boolean nvmet, LocalVolume local) {
        plan = new MayastorPlan(true, "", 3, cores, isolate, hugepages, nvmet, local);
        return this;
    }

    public Rig withoutMayastor() {
        plan = new MayastorPlan(false, "", 3);
        return this;
    }

    public Rig talos(String schematic, String installer, OptionalInt pods) {
        talos = new TalosPlan(schematic, installer, pods, List.of());
        return this;
    }

    public Contract contract() {
        return contract;
    }

    public NodeInput input() {
        String version = Parts.version(contract);
        Cluster cluster = new Cluster("prod", URI.create("https://10.0.0.5:6443"), version.split(" ")[0],
                version.split(" ")[1], Cluster.PODS, Cluster.SERVICES, network, List.of(), plan, management, talos);
        Node node = new Node(name, "prod", type, zone, Optional.empty(), storage, labels, List.of(), address, wishes,
                List.of());
        int cores = (int) logical.stream().map(Cpu.Logical::siblings).distinct().count();
        Fingerprint machine = new Fingerprint(BootId.of(1), new SystemIdentity(Optional.of(Samples.uuid(
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8")), "ACME", "Box", "SN-1", "", "", "", ""),
                new Platform(firmware, "", "", "", Platform.SecureBoot.OFF, Optional.empty(), Optional.empty()),
                new Cpu("CPU", 1, cores, logical.size(), true, List.of(), logical), memory, disks, nics, List.of());
        return new NodeInput(cluster, node, SECRETS, machine, claims, storage, others, arch, sinks);
    }

    /** The base that the layer is laid on. */
    public Configuration base() {
        NodeInput input = input();
        try {
            TalosVersion version = TalosVersion.parse(input.cluster().talos());
            return Base.of(contract, new Base.Input(type, "prod", input.cluster().endpoint(),
                    TalosVersion.parse(input.cluster().kubernetes()), Cluster.PODS, Cluster.SERVICES, SECRETS,
                    Optional.of(Images.installer(version, Schematic.id(input, contract),
                            input.cluster().plan().installer()))));
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Ipv4> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Parts.ip(text));
    }
}
