package dev.ichor.mayastor.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.PoolNames;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.SiteChanges;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.watch.Monitoring;
import dev.ichor.mayastor.change.Change.Kind;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.Plans;
import dev.ichor.mayastor.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the second day of a cluster changes in the files that are written for it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DayTwoTest {
    private static final Site GOOD = Sites.three();
    private static final String NODE = "worker-2";

    private static Map<String, String> files(Site site) {
        HandoffPlan plan = Plans.of(site);
        assertFalse(plan.isRefused(), plan.findings().toString());
        Map<String, String> out = new TreeMap<>();
        Stream.concat(dev.ichor.mayastor.bundle.manifest.Manifests.of(plan).stream(), Monitoring.of(plan).stream())
                .forEach((BundleFile file) -> out.put(file.path(), file.text()));
        return out;
    }

    private static List<Change> changes(Site now) {
        return Changes.between(files(GOOD), files(now));
    }

    private static Change at(List<Change> all, String path) {
        return all.stream().filter(change -> change.path().equals(path)).findFirst()
                .orElseThrow(() -> new AssertionError(path + " in " + all.stream().map(Change::path).toList()));
    }

    /** Paths and kinds of pools that came, went or changed. */
    private static List<String> pools(List<Change> all) {
        return all.stream().filter(change -> change.path().startsWith("manifests/pools/"))
                .map(change -> change.kind() + " " + change.path().substring("manifests/pools/".length())).toList();
    }

    private static String name(String node, String serial) {
        return PoolNames.of(node, SiteParts.nvme(serial, 1920).id());
    }

    @Test
    void aNodeThatJoinsBringsItsPoolsAndChangesNoOther() {
        List<Change> all = changes(Sites.nodes(4));
        assertEquals(Stream.of(0, 1).map(disk -> "ADDED " + name("worker-4", Sites.poolSerial(4, disk)) + ".yaml")
                .sorted().toList(), pools(all));
        assertEquals("node worker-4 stores from now on", at(all, "checks/disks-worker-4.yaml").meaning());
        String pool = name("worker-4", Sites.poolSerial(4, 0));
        assertEquals("pool " + pool + " on node worker-4 (disk " + Sites.poolSerial(4, 0) + ") is new",
                at(all, "manifests/pools/" + pool + ".yaml").meaning());
    }

    @Test
    void aNodeThatLeavesIsRetired() {
        List<Change> all = Changes.between(files(Sites.nodes(4)), files(GOOD));
        assertEquals(2, pools(all).size());
        assertTrue(pools(all).stream().allMatch(pool -> pool.startsWith("REMOVED worker-4-")));
        all.stream().filter(change -> change.kind() == Kind.REMOVED && change.path().contains("pools"))
                .forEach(change -> assertTrue(change.mend().startsWith("Do not just delete it"), change.mend()));
    }

    /** Same name, same link: its pools are kept. */
    @Test
    void aNodeThatIsInstalledAnewKeepsItsPools() {
        Site again = Sites.withDisks(GOOD, NODE, disks -> disks.stream().map(disk -> isPool(disk)
                ? SiteParts.carrying(disk, new Contents.MayastorPool(PoolNames.of(NODE, disk.id()), "u")) : disk)
                .toList());
        again = Sites.withClaims(again, NODE, claims -> claims.stream().map(claim -> claim.role() == DiskRole.POOL
                ? new DiskClaim(claim.disk(), DiskRole.POOL, true, "") : claim).toList());
        again = SiteChanges.withInstalled(again, NODE, Optional.of(Sites.NOW.minusSeconds(60)),
                Sites.NOW.minusSeconds(600));
        assertTrue(Plans.of(again).pools().stream().filter(pool -> pool.node().equals(NODE))
                .allMatch(HandoffPlan.Pool::kept));
        List<Change> all = changes(again);
        assertEquals(List.of(), pools(all));
        assertEquals(List.of("checks/disks-worker-2.yaml"), all.stream().map(Change::path).toList());
        assertTrue(all.getFirst().meaning().startsWith("only what is checked"), all.getFirst().meaning());
        assertEquals("", all.getFirst().mend());
    }

    private static boolean isPool(Disk disk) {
        return disk.serial().contains("POOL");
    }

    @Test
    void aDiskThatIsReplacedGetsAPoolOfItsOwn() {
        String old = Sites.poolSerial(2, 1);
        Disk fresh = SiteParts.nvme("S64GNEW1", 1920);
        Site now = Sites.withDisks(GOOD, NODE, disks -> disks.stream().map(disk -> disk.serial().equals(old) ? fresh
                : disk).toList());
        now = Sites.withClaims(now, NODE, claims -> claims.stream().map(claim -> claim.disk().serial().equals(old)
                ? new DiskClaim(fresh.id(), DiskRole.POOL, false, "") : claim).toList());
        List<Change> all = changes(now);
        assertEquals(Stream.of("ADDED " + name(NODE, "S64GNEW1"), "REMOVED " + name(NODE, old)).sorted().toList(),
                pools(all).stream().map(pool -> pool.replace(".yaml", "")).sorted().toList());
        assertTrue(all.stream().noneMatch(change -> change.meaning().contains("DANGER")), all.toString());
    }

    /** A kernel name, a slot and the order of disks and NICs are nobody's identity. */
    @Test
    void whatOnlyMovedChangesNothing() {
        Site moved = Sites.withDisks(GOOD, NODE, disks -> new ArrayList<>(disks.reversed()));
        moved = Sites.withFingerprint(moved, "worker-1", old -> SiteParts.withNics(old, old.nics().reversed()));
        moved = SiteChanges.withInstalled(moved, "worker-3", Optional.of(Sites.NOW), Sites.NOW.minusSeconds(60));
        assertEquals(List.of(), changes(moved));
    }

    @Test
    void plansThatAreChangedSayWhatTheyMean() {
        List<Change> cores = changes(Sites.withMayastor(GOOD, "", 3, 3));
        assertTrue(at(cores, "chart/values.yaml").meaning().contains("mayastor.io_engine.coreList"), cores.toString());
        assertTrue(at(cores, "chart/values.yaml").mend().contains("kubectl delete pod -l app=io-engine"));
        List<Change> replicas = changes(Sites.withMayastor(GOOD, "", 2, 2));
        assertTrue(at(replicas, "manifests/30-classes.yaml").mend().contains("kubectl delete storageclass"
                + " mayastor-replicated"), replicas.toString());
        List<Change> chart = changes(Sites.withMayastor(GOOD, "4.4.0", 3, 2));
        assertTrue(at(chart, "chart/chart.txt").mend().startsWith("An upgrade"), chart.toString());
        assertEquals(List.of(), pools(changes(Sites.withMayastor(GOOD, "4.5.0", 3, 2))));
        Site other = Sites.withChart(GOOD, Handoff.Chart.MAYASTOR, "");
        assertTrue(at(changes(other), "chart/chart.txt").meaning().startsWith("another chart"));
    }
}
