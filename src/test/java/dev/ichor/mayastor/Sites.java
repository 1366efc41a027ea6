package dev.ichor.mayastor;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.TalosPlan;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.Plans;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import dev.ichor.mayastor.site.SiteNode.Served;
import dev.ichor.talos.node.Parts;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Sites for tests. {@link #three()} is a good one: the control planes {@code control-1} to {@code control-3} without
 * pools, and the storage nodes {@code worker-1} to {@code worker-3}, all installed and reporting. Each storage node has
 * the system disk of {@link #systemSerial}, two blank pool disks of {@link #poolSerial}, 16 cores with two threads, and
 * the storage address {@code 10.10.0.1N}; zones, racks and switches are three, in turn. Everything else is made from a
 * good one by the helpers that begin with {@code with}.
 */
public final class Sites {
    /** The moment of every site. */
    public static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    public static final String CLUSTER = "prod";

    private Sites() {
    }

    public static Site three() {
        return nodes(3);
    }

    /** With three control planes and that many storage nodes, at most 99. */
    public static Site nodes(int storage) {
        List<SiteNode> nodes = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            nodes.add(control(i));
        }
        for (int i = 1; i <= storage; i++) {
            nodes.add(worker(i));
        }
        return site(cluster(), nodes);
    }

    public static HandoffPlan plan() {
        return Plans.of(three());
    }

    public static HandoffPlan plan(int storage) {
        return Plans.of(nodes(storage));
    }

    /** Nodes in any order. */
    public static Site site(Cluster cluster, List<SiteNode> nodes) {
        return new Site(cluster, nodes.stream().sorted(Comparator.comparing(node -> node.node().name())).toList(),
                List.of(), NOW);
    }

    public static Cluster cluster() {
        StorageNetwork storage = new StorageNetwork(Parts.subnet("10.10.0.0/24"), OptionalInt.empty(), 9000,
                Optional.of(new StorageNetwork.Pool(Parts.ip("10.10.0.11"), Parts.ip("10.10.0.200"))));
        return new Cluster(CLUSTER, URI.create("https://10.0.0.5:6443"), "v1.13.9", "v1.36.3", Cluster.PODS,
                Cluster.SERVICES, Optional.of(storage), List.of(), mayastor(), Management.NONE, TalosPlan.DEFAULT);
    }

    /** Three replicas, two cores that are isolated. */
    public static MayastorPlan mayastor() {
        return new MayastorPlan(true, "", 3, 2, true, 0, false, LocalVolume.AUTO, Handoff.DEFAULT);
    }

    public static SiteNode control(int number) {
        return SiteParts.node("control-" + number, NodeType.CONTROLPLANE, number, List.of(), Optional.empty());
    }

    public static SiteNode worker(int number) {
        List<Disk> pools = List.of(SiteParts.nvme(poolSerial(number, 0), 1920),
                SiteParts.nvme(poolSerial(number, 1), 1920));
        return SiteParts.node("worker-" + number, NodeType.WORKER, number, pools,
                Optional.of(Parts.ip("10.10.0.10").plus(number)));
    }

    public static String systemSerial(String node) {
        return "S64GSYS" + node.substring(0, 1).toUpperCase(Locale.ROOT)
                + String.format("%02d", Integer.parseInt(node.substring(node.indexOf('-') + 1)));
    }

    /** @param disk from 0 */
    public static String poolSerial(int worker, int disk) {
        return String.format("S64GPOOL%02d%d", worker, disk);
    }

    /** Everything that can be measured on the nodes is measured, and good. */
    public static List<Proof> proofs(Site site) {
        return SiteProofs.of(site);
    }

    public static Site withProofs(Site site, Proof... proofs) {
        return withProofs(site, List.of(proofs));
    }

    public static Site withProofs(Site site, List<Proof> proofs) {
        return new Site(site.cluster(), site.nodes(), proofs, site.at());
    }

    public static Site withCluster(Site site, UnaryOperator<Cluster> change) {
        return new Site(change.apply(site.cluster()), site.nodes(), site.proofs(), site.at());
    }

    public static Site withMayastor(Site site, MayastorPlan plan) {
        return withCluster(site, old -> SiteParts.cluster(old, old.talos(), old.kubernetes(), old.storage(), plan));
    }

    /** @param chart version; empty for the default */
    public static Site withChart(Site site, Handoff.Chart kind, String chart) {
        Handoff old = site.cluster().mayastor().handoff();
        return withHandoff(withMayastor(site, chart, site.cluster().mayastor().replicas(), 2),
                new Handoff(kind, old.domain(), old.registry(), old.fioImage(), old.prices()));
    }

    public static Site withMayastor(Site site, String chart, int replicas, int cores) {
        MayastorPlan old = site.cluster().mayastor();
        return withMayastor(site, new MayastorPlan(old.enabled(), chart, replicas, cores, old.isolate(),
                old.hugepages(), old.nvmetTcp(), old.local(), old.handoff()));
    }

    public static Site withHandoff(Site site, Handoff handoff) {
        MayastorPlan old = site.cluster().mayastor();
        return withMayastor(site, new MayastorPlan(old.enabled(), old.chartVersion(), old.replicas(), old.cores(),
                old.isolate(), old.hugepages(), old.nvmetTcp(), old.local(), handoff));
    }

    public static Site withDomain(Site site, Handoff.Domain domain) {
        Handoff old = site.cluster().mayastor().handoff();
        return withHandoff(site, new Handoff(old.chart(), domain, old.registry(), old.fioImage(), old.prices()));
    }

    public static Site withVersions(Site site, String talos, String kubernetes) {
        return withCluster(site, old -> SiteParts.cluster(old, talos, kubernetes, old.storage(), old.mayastor()));
    }

    public static Site withStorageNetwork(Site site, Optional<StorageNetwork> network) {
        return withCluster(site, old -> SiteParts.cluster(old, old.talos(), old.kubernetes(), network,
                old.mayastor()));
    }

    /** Nodes in the order given: also more of one name. */
    public static Site withNodes(Site site, List<SiteNode> nodes) {
        return new Site(site.cluster(), nodes, site.proofs(), site.at());
    }

    public static Site withNode(Site site, String name, UnaryOperator<SiteNode> change) {
        SiteNode old = node(site, name);
        return withNodes(site, site.nodes().stream().map(node -> node == old ? change.apply(node) : node).toList());
    }

    public static Site plusNode(Site site, SiteNode node) {
        List<SiteNode> all = new ArrayList<>(site.nodes());
        all.add(node);
        all.sort(Comparator.comparing(one -> one.node().name()));
        return withNodes(site, all);
    }

    public static Site withoutNode(Site site, String name) {
        SiteNode old = node(site, name);
        return withNodes(site, site.nodes().stream().filter(node -> node != old).toList());
    }

    public static SiteNode node(Site site, String name) {
        return site.nodes().stream().filter(node -> node.node().name().equals(name)).findFirst().orElseThrow();
    }

    public static Site withStorage(Site site, String name, Optional<Ipv4> address) {
        return withNode(site, name, old -> new SiteNode(old.node(), old.machine(), address, old.others()));
    }

    /** Another zone and other labels. */
    public static Site withPlace(Site site, String name, String zone, Map<String, String> labels) {
        return withNode(site, name, old -> new SiteNode(SiteParts.placed(old.node(), zone, labels), old.machine(),
                old.storage(), old.others()));
    }

    public static Site withoutMachine(Site site, String name) {
        return withNode(site, name, old -> new SiteNode(old.node(), Optional.empty(), old.storage(), List.of()));
    }

    public static Site withHardware(Site site, String name, UnaryOperator<Hardware> change) {
        return withNode(site, name, old -> new SiteNode(old.node(), old.machine().map(change), old.storage(),
                old.others()));
    }

    public static Site withServed(Site site, String name, UnaryOperator<Served> change) {
        return withHardware(site, name, old -> SiteParts.with(old, old.fingerprint(), old.claims(),
                old.served().map(change)));
    }

    public static Site withFingerprint(Site site, String name, UnaryOperator<Fingerprint> change) {
        return withHardware(site, name, old -> SiteParts.with(old, old.fingerprint().map(change), old.claims(),
                old.served()));
    }

    public static Site withCpus(Site site, String name, List<Cpu.Logical> logical) {
        return withFingerprint(site, name, old -> new Fingerprint(old.bootId(), old.system(), old.platform(),
                SiteParts.cpu(logical, old.cpu().sse42(), old.cpu().flags()), old.memory(), old.disks(), old.nics(),
                old.notes()));
    }

    public static Site withClaims(Site site, String name, UnaryOperator<List<DiskClaim>> change) {
        return withHardware(site, name, old -> SiteParts.with(old, old.fingerprint(), change.apply(old.claims()),
                old.served()));
    }

    public static Site withDisks(Site site, String name, UnaryOperator<List<Disk>> change) {
        return withFingerprint(site, name, old -> SiteParts.withDisks(old, change.apply(old.disks())));
    }

    /** The claim stays as it was. */
    public static Site withDisk(Site site, String name, String serial, UnaryOperator<Disk> change) {
        return withDisks(site, name, disks -> disks.stream().map(disk -> disk.serial().equals(serial)
                ? change.apply(disk) : disk).toList());
    }

    /** The disk vanished; its claim stays. */
    public static Site withoutDisk(Site site, String name, String serial) {
        return withDisks(site, name, disks -> disks.stream().filter(disk -> !disk.serial().equals(serial)).toList());
    }

    /** One more disk, with that role. */
    public static Site plusDisk(Site site, String name, Disk disk, DiskRole role) {
        Site more = withDisks(site, name, disks -> SiteParts.plus(disks, disk));
        return withClaims(more, name, claims -> SiteParts.plus(claims, new DiskClaim(disk.id(), role, false, "")));
    }
}
