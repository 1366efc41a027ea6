package dev.ichor.mayastor.gate;

import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import dev.ichor.mayastor.site.SiteNode.Served;
import dev.ichor.talos.node.Parts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Sites in which one thing is worse than in another one. */
final class Worse {
    private Worse() {
    }

    /** A change of the site at one node. */
    interface Step {
        Site at(Site site, String node);
    }

    static Map<String, Step> all() {
        Map<String, Step> all = new LinkedHashMap<>();
        all.put("no machine", (site, node) -> Sites.withNode(site, node, old -> new SiteNode(old.node(),
                Optional.empty(), old.storage(), old.others())));
        all.put("stage installing", (site, node) -> stage(site, node, "installing"));
        all.put("stage armed", (site, node) -> stage(site, node, "armed"));
        all.put("never installed", (site, node) -> Sites.withHardware(site, node, old -> hardware(old, old.stage(),
                Optional.empty(), old.heard(), old.obstacles(), old.fingerprint(), old.served())));
        all.put("silent", (site, node) -> heard(site, node, Optional.empty()));
        all.put("silent for long", (site, node) -> heard(site, node, Sites.node(site, node).machine()
                .flatMap(Hardware::heard).map(at -> at.minus(Duration.ofDays(2)))));
        all.put("obstacle", (site, node) -> Sites.withHardware(site, node, old -> hardware(old, old.stage(),
                old.installed(), old.heard(), List.of("It is stuck."), old.fingerprint(), old.served())));
        all.put("unseen", (site, node) -> Sites.withHardware(site, node, old -> hardware(old, old.stage(),
                old.installed(), old.heard(), old.obstacles(), Optional.empty(), old.served())));
        all.put("no configuration", (site, node) -> Sites.withHardware(site, node, old -> hardware(old, old.stage(),
                old.installed(), old.heard(), old.obstacles(), old.fingerprint(), Optional.empty())));
        all.put("two machines", (site, node) -> Sites.withNode(site, node, old -> new SiteNode(old.node(),
                old.machine(), old.storage(), List.of(Sites.control(1).machine().orElseThrow().id()))));
        all.put("no SSE4.2", (site, node) -> cpu(site, node, old -> SiteParts.cpu(old.logical(), false,
                old.flags())));
        all.put("one core", (site, node) -> cpu(site, node, old -> SiteParts.cpu(old.logical().stream()
                .filter(cpu -> cpu.core() == 0).toList(), old.sse42(), old.flags())));
        all.put("CPUs untold", (site, node) -> cpu(site, node, old -> new Cpu(old.model(), old.sockets(),
                old.cores(), old.threads(), old.sse42(), old.flags(), List.of())));
        all.put("little memory", (site, node) -> Sites.withFingerprint(site, node, old -> SiteParts.withMemory(old,
                new Memory(2L << 30, List.of()))));
        disks(all);
        nics(all);
        served(all);
        return all;
    }

    private static void disks(Map<String, Step> all) {
        List<Contents> found = List.of(new Contents.Filesystem("ext4", "data", "u"),
                new Contents.MayastorPool("worker-9-00000000", "x"), new Contents.Unknown("at 0"),
                new Contents.PartitionTable("gpt", "id", List.of()), new Contents.Talos(List.of("META"), ""),
                new Contents.Member("lvm", "vg0", ""), new Contents.Unreadable("I/O error"));
        found.forEach(one -> all.put("carries " + one.describe(), (site, node) -> disk(site, node,
                old -> SiteParts.carrying(old, one))));
        all.put("no pool disks", (site, node) -> Sites.withDisks(site, node, old -> old.stream()
                .filter(disk -> !disk.serial().contains("POOL")).toList()));
        all.put("read-only", (site, node) -> disk(site, node, old -> SiteParts.marked(old, false, true, false)));
        all.put("twice", (site, node) -> Sites.withDisks(site, node, old -> {
            List<Disk> more = new ArrayList<>(old);
            old.stream().filter(disk -> disk.serial().contains("POOL")).findFirst().ifPresent(more::add);
            return more;
        }));
        all.put("no health", (site, node) -> health(site, node, Optional.empty()));
        all.put("warning", (site, node) -> health(site, node, Optional.of(new Disk.Health(4, 3, 100, 10, 0, 1, 38))));
        all.put("spare", (site, node) -> health(site, node, Optional.of(new Disk.Health(0, 3, 5, 10, 0, 1, 38))));
        all.put("worn", (site, node) -> health(site, node, Optional.of(new Disk.Health(0, 100, 100, 10, 0, 1, 38))));
        all.put("errors", (site, node) -> health(site, node, Optional.of(new Disk.Health(0, 3, 100, 10, 1, 1, 38))));
    }

    private static void nics(Map<String, Step> all) {
        for (Nic.Jumbo.Verdict verdict : List.of(Nic.Jumbo.Verdict.LOST, Nic.Jumbo.Verdict.TOO_SMALL,
                Nic.Jumbo.Verdict.UNREACHABLE)) {
            all.put("jumbo " + verdict, (site, node) -> nic(site, node, 9216,
                    Optional.of(new Nic.Jumbo(verdict, 3, 0, ""))));
        }
        all.put("no probe", (site, node) -> nic(site, node, 9216, Optional.empty()));
        all.put("small MTU", (site, node) -> nic(site, node, 1500, Optional.of(new Nic.Jumbo(
                Nic.Jumbo.Verdict.PASSES, 3, 3, ""))));
        all.put("no NIC", (site, node) -> Sites.withFingerprint(site, node, old -> SiteParts.withNics(old,
                List.of())));
        all.put("no storage address", (site, node) -> Sites.withStorage(site, node, Optional.empty()));
        all.put("another's address", (site, node) -> Sites.withStorage(site, node, Sites.worker(1).storage()
                .filter(_ -> !node.equals("worker-1")).or(() -> Sites.worker(2).storage())));
        all.put("foreign address", (site, node) -> Sites.withStorage(site, node,
                Optional.of(Parts.ip("10.99.0.1"))));
    }

    private static void served(Map<String, Step> all) {
        all.put("no huge pages", (site, node) -> Sites.withServed(site, node, old -> new Served(old.at(),
                old.current(), 0, old.modules(), old.labels(), old.isolated(), old.storageMtu())));
        all.put("no modules", (site, node) -> Sites.withServed(site, node, old -> new Served(old.at(),
                old.current(), old.hugepages(), List.of(), old.labels(), old.isolated(), old.storageMtu())));
        all.put("no labels", (site, node) -> Sites.withServed(site, node, old -> new Served(old.at(),
                old.current(), old.hugepages(), old.modules(), Map.of(), old.isolated(), old.storageMtu())));
        all.put("not isolated", (site, node) -> Sites.withServed(site, node, old -> new Served(old.at(),
                old.current(), old.hugepages(), old.modules(), old.labels(), List.of(), old.storageMtu())));
        all.put("others isolated", (site, node) -> Sites.withServed(site, node, old -> new Served(old.at(),
                old.current(), old.hugepages(), old.modules(), old.labels(), List.of(14, 15), old.storageMtu())));
        all.put("MTU of 1500 served", (site, node) -> Sites.withServed(site, node, old -> new Served(old.at(),
                old.current(), old.hugepages(), old.modules(), old.labels(), old.isolated(), 1500)));
        for (String kind : List.of("ready", "label", "hugepages", "disk", "jumbo")) {
            all.put("bad proof " + kind, (site, node) -> proven(site, kind, node, false, site.at()));
        }
        all.put("bad proof kubernetes", (site, node) -> Sites.withProofs(site, SiteParts.plus(site.proofs(),
                new Proof("kubernetes", node, false, "v1.20.0", site.at()))));
        all.put("good proofs are lost", (site, node) -> Sites.withProofs(site, site.proofs().stream()
                .filter(proof -> !proof.good() || !proof.subject().startsWith(node)).toList()));
    }

    /** Everything of that kind about the node, in place of what was measured before. */
    static Site proven(Site site, String kind, String node, boolean good, Instant at) {
        List<String> subjects = switch (kind) {
            case "disk" -> List.of(node + "/" + serial(node, 0), node + "/" + serial(node, 1));
            case "jumbo" -> site.nodes().stream().map(other -> other.node().name())
                    .filter(other -> other.startsWith("worker") && !other.equals(node))
                    .map(other -> node + " to " + other).toList();
            default -> List.of(node);
        };
        List<Proof> proofs = new ArrayList<>(site.proofs().stream().filter(proof -> !proof.kind().equals(kind)
                || !subjects.contains(proof.subject())).toList());
        subjects.forEach(subject -> proofs.add(new Proof(kind, subject, good, good ? "as it should be" : "it is not"
                + " as it should be", at)));
        return Sites.withProofs(site, proofs);
    }

    static String serial(String node, int disk) {
        return Sites.poolSerial(Integer.parseInt(node.substring(node.indexOf('-') + 1)), disk);
    }

    static Hardware hardware(Hardware old, String stage, Optional<Instant> installed, Optional<Instant> heard,
                             List<String> obstacles, Optional<Fingerprint> fingerprint, Optional<Served> served) {
        return new Hardware(old.id(), stage, installed, heard, obstacles, fingerprint, old.seen(), old.claims(),
                served);
    }

    static Site stage(Site site, String node, String stage) {
        return Sites.withHardware(site, node, old -> hardware(old, stage, old.installed(), old.heard(),
                old.obstacles(), old.fingerprint(), old.served()));
    }

    static Site heard(Site site, String node, Optional<Instant> at) {
        return Sites.withHardware(site, node, old -> hardware(old, old.stage(), old.installed(), at, old.obstacles(),
                old.fingerprint(), old.served()));
    }

    static Site installed(Site site, String node, Optional<Instant> at) {
        return Sites.withHardware(site, node, old -> hardware(old, old.stage(), at, old.heard(), old.obstacles(),
                old.fingerprint(), old.served()));
    }

    private static Site cpu(Site site, String node, UnaryOperator<Cpu> change) {
        return Sites.withFingerprint(site, node, old -> new Fingerprint(old.bootId(), old.system(), old.platform(),
                change.apply(old.cpu()), old.memory(), old.disks(), old.nics(), old.notes()));
    }

    static Site disk(Site site, String node, UnaryOperator<Disk> change) {
        return Sites.withDisk(site, node, serial(node, 0), change);
    }

    static Site health(Site site, String node, Optional<Disk.Health> health) {
        return disk(site, node, disk -> new Disk(disk.kernelName(), disk.wwid(), disk.serial(), disk.model(),
                disk.eui(), disk.nguid(), disk.firmware(), disk.bytes(), disk.logical(), disk.physical(),
                disk.formats(), disk.transport(), disk.rotational(), disk.readOnly(), disk.removable(), disk.pci(),
                disk.numa(), health, disk.byId(), disk.contents()));
    }

    /** Of the NIC that carries the storage network. */
    static Site nic(Site site, String node, int maximum, Optional<Nic.Jumbo> jumbo) {
        return Sites.withFingerprint(site, node, old -> SiteParts.withNics(old, old.nics().stream()
                .map(nic -> nic.booted() ? nic : new Nic(nic.mac(), nic.kernelName(), nic.driver(), nic.firmware(),
                        nic.pci(), nic.numa(), nic.speed(), nic.link(), OptionalInt.of(maximum), nic.booted(),
                        nic.address(), nic.lldp(), jumbo)).toList()));
    }
}
