package dev.ichor.mayastor.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.NodeType;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.SiteChanges;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.talos.node.Parts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an inventory may hold that is wrong: each is told where it is, nothing throws, and errors refuse the bundle. */
@Timeout(30)
class BadSitesTest {
    private static final Site GOOD = Sites.three();
    private static final String W1 = "worker-1";
    private static final String POOL = Sites.poolSerial(1, 0);
    private static final String AT = W1 + "/" + POOL;

    private static void error(Site site, String where, String part) {
        found(site, where, part, true);
    }

    private static void warning(Site site, String where, String part) {
        HandoffPlan plan = found(site, where, part, false);
        assertTrue(!plan.isRefused(), plan.findings().toString());
    }

    private static HandoffPlan found(Site site, String where, String part, boolean error) {
        HandoffPlan plan = Plans.of(site);
        assertTrue(plan.findings().stream().anyMatch(found -> found.isError() == error
                && found.problem().where().equals(where) && found.problem().what().contains(part)
                && !found.problem().mend().isEmpty()), where + " " + part + ": " + plan.findings());
        return plan;
    }

    private static Site disk(UnaryOperator<Disk> change) {
        return Sites.withDisk(GOOD, W1, POOL, change);
    }

    @Test
    void disksThatCannotBePools() {
        error(Sites.withoutDisk(GOOD, W1, POOL), AT, "is gone");
        error(disk(old -> SiteParts.linked(old)), AT, "no name under /dev/disk/by-id/");
        error(disk(old -> SiteParts.linked(old, "nvme0n1")), AT, "no name under /dev/disk/by-id/");
        error(disk(old -> SiteParts.marked(old, false, true, false)), AT, "read-only");
        error(disk(old -> SiteParts.marked(old, false, false, true)), AT, "removable");
        warning(disk(old -> SiteParts.marked(old, true, false, false)), AT, "spins");
        error(Sites.plusDisk(GOOD, W1, SiteParts.nvme("TINY", 9), DiskRole.POOL), W1 + "/TINY", "a pool needs 10 GB");
        error(Sites.plusDisk(GOOD, W1, SiteParts.nvme("NONE", 0), DiskRole.POOL), W1 + "/NONE", "cannot be a pool");
        error(Sites.plusDisk(GOOD, W1, SiteParts.nvme("HUGE", 900_000_000), DiskRole.POOL), W1 + "/HUGE", "impossible");
        error(Sites.plusDisk(GOOD, W1, SiteParts.nvme("", 1920), DiskRole.POOL), W1 + "/", "no serial number");
        error(Sites.plusDisk(GOOD, W1, SiteParts.nvme(POOL, 800), DiskRole.POOL), AT, "the same serial number");
        error(Sites.withDisks(GOOD, W1, disks -> SiteParts.plus(disks, SiteParts.nvme(POOL, 1920))), AT,
                "2 disks of the machine");
    }

    @Test
    void claimsThatContradictEachOther() {
        error(Sites.withClaims(GOOD, W1, claims -> SiteParts.plus(claims, claims.getLast())),
                W1 + "/" + Sites.poolSerial(1, 1), "twice");
        Disk system = SiteParts.nvme(Sites.systemSerial(W1), 480);
        error(Sites.withClaims(GOOD, W1, claims -> SiteParts.plus(claims, new DiskClaim(system.id(), DiskRole.POOL,
                false, ""))), W1 + "/" + system.serial(), "another role");
        Disk moved = SiteParts.nvme(Sites.poolSerial(2, 0), 1920);
        Site both = Sites.plusDisk(GOOD, W1, moved, DiskRole.POOL);
        error(both, W1 + "/" + moved.serial(), "the same disk is at worker-2");
        error(both, "worker-2/" + moved.serial(), "the same disk is at worker-1");
    }

    @Test
    void nodesThatAreNotWhatTheySay() {
        SiteNode w1 = Sites.node(GOOD, W1);
        error(Sites.plusNode(GOOD, w1), W1, "2 nodes are called worker-1");
        SiteNode twin = new SiteNode(Sites.worker(9).node(), w1.machine(), Sites.worker(9).storage(), List.of());
        error(Sites.plusNode(GOOD, twin), W1, "is the nodes worker-1 and worker-9");
        error(Sites.withNode(GOOD, W1, old -> new SiteNode(old.node(), old.machine(), old.storage(),
                List.of(MachineId.of(77)))), W1, "several machines are placed as this node");
        warning(Sites.withoutMachine(Sites.nodes(4), W1), W1, "no machine is this node yet");
        error(Sites.withHardware(GOOD, W1, old -> SiteParts.with(old, Optional.empty(), old.claims(), old.served())),
                W1, "nothing is known of the machine's hardware");
        error(Sites.withFingerprint(GOOD, W1, old -> new Fingerprint(old.bootId(), old.system(), old.platform(),
                SiteParts.cpu(old.cpu().logical(), false, List.of()), old.memory(), old.disks(), old.nics(),
                old.notes())), W1, "no SSE4.2");
        error(SiteChanges.withMemory(GOOD, W1, 3L << 30), W1, "of memory");
        error(SiteChanges.withMemory(GOOD, W1, 0), W1, "of memory");
        warning(Sites.plusNode(GOOD, SiteParts.node("control-4", NodeType.CONTROLPLANE, 4,
                List.of(SiteParts.nvme("CP4", 960)), Optional.of(Parts.ip("10.10.0.99")))), "control-4",
                "a control plane stores");
    }

    @Test
    void storageAddresses() {
        error(Sites.withStorage(GOOD, W1, Optional.empty()), W1, "no address in the storage network");
        error(Sites.withStorage(GOOD, W1, Optional.of(Parts.ip("10.10.0.12"))), W1,
                "10.10.0.12 belongs to worker-1 and worker-2");
        error(Sites.withStorage(GOOD, W1, Optional.of(Parts.ip("10.99.0.12"))), W1, "is not in the storage network");
        Site none = Sites.withStorage(Sites.withStorageNetwork(GOOD, Optional.empty()), W1, Optional.empty());
        assertEquals(List.of(), Plans.of(none).findings());
    }

    @Test
    void replicasAndDomains() {
        String replicas = "clusters/prod#/mayastor/replicas";
        String domain = "clusters/prod#/mayastor/domain";
        error(Sites.nodes(2), replicas, "3 replicas need 3 nodes, and the storage nodes are in 2: worker-1, worker-2");
        error(Sites.withMayastor(GOOD, "", 4, 2), replicas, "4 replicas need 4 nodes");
        Site six = Sites.nodes(6);
        assertEquals(List.of(), Plans.of(Sites.withDomain(six, Handoff.Domain.ZONE)).findings());
        error(Sites.withMayastor(Sites.withDomain(six, Handoff.Domain.RACK), "", 4, 2), replicas, "4 racks");
        error(Sites.withDomain(Sites.withPlace(six, W1, "", Map.of("rack", "r1")), Handoff.Domain.ZONE), domain,
                "the zone of worker-1 is not known");
        error(Sites.withDomain(Sites.withPlace(six, W1, "z1", Map.of()), Handoff.Domain.RACK), domain,
                "the rack of worker-1 is not known");
        Site silent = SiteChanges.withSwitch(SiteChanges.withSwitch(six, W1, ""), "worker-2", "");
        error(Sites.withDomain(silent, Handoff.Domain.SWITCH), domain, "the switch of worker-1, worker-2 is not known");
        assertEquals(List.of(), Plans.of(silent).findings());
        assertEquals(3, Plans.of(Sites.withMayastor(GOOD, "", 5, 2)).replicas(), "never more than there are domains");
    }

    @Test
    void charts() {
        String where = "clusters/prod#/mayastor/chart-version";
        error(Sites.withChart(GOOD, Handoff.Chart.OPENEBS, "4.5.9"), where, "openebs 4.5.9 is not known");
        error(Sites.withChart(GOOD, Handoff.Chart.OPENEBS, "2.11.1"), where, "is not known");
        error(Sites.withChart(GOOD, Handoff.Chart.MAYASTOR, "4.5.1"), where, "mayastor 4.5.1 is not known");
        error(Sites.withVersions(GOOD, "v1.13.9", "v1.22.1"), where, "asks for Kubernetes 1.23");
        error(Sites.withVersions(Sites.withChart(GOOD, Handoff.Chart.OPENEBS, "4.2.0"), "v1.14.0", "v1.36.0"), where,
                "too old for Talos v1.14.0");
        warning(Sites.withChart(GOOD, Handoff.Chart.OPENEBS, "4.2.0"), where, "Bitnami");
        assertEquals(List.of(), Plans.of(Sites.withChart(GOOD, Handoff.Chart.OPENEBS, "4.6.1")).findings());
    }

    @Test
    void clustersThatStoreNothing() {
        error(Sites.nodes(0), "clusters/prod#/mayastor", "no node stores");
        error(Sites.withNodes(GOOD, List.of()), "clusters/prod#/mayastor", "no node stores");
        error(Sites.withMayastor(GOOD, new MayastorPlan(false, "", 3)), "clusters/prod#/mayastor/enabled",
                "no Mayastor");
        HandoffPlan none = Plans.of(Sites.withNodes(GOOD, List.of()));
        assertEquals("none", none.quorum().verdict());
        assertEquals(Optional.empty(), none.growth());
        assertEquals(List.of(), none.losses());
        assertEquals(0, none.capacity().usable());
        Site one = Sites.withMayastor(Sites.nodes(1), "", 1, 2);
        warning(one, "clusters/prod#/mayastor", "development only");
        warning(Sites.withMayastor(Sites.nodes(2), "", 2, 2), "clusters/prod#/mayastor", "not recommended");
    }

    @Test
    void unevenNodesAreTold() {
        Site site = Sites.plusDisk(GOOD, W1, SiteParts.nvme("GIANT", 9_000), DiskRole.POOL);
        warning(site, "clusters/prod#/mayastor", "cannot be reached");
        assertTrue(Plans.of(site).capacity().skew() > 180);
    }
}
