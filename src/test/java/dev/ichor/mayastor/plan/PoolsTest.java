package dev.ichor.mayastor.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.PoolNames;
import dev.ichor.inventory.roles.DiskChecks;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.SiteChanges;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.site.Site;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk becomes a pool only if nothing that somebody may miss is on it, under a name that never moves. */
@Timeout(30)
class PoolsTest {
    private static final String NODE = "worker-1";
    private static final String SERIAL = Sites.poolSerial(1, 0);
    private static final Disk DISK = SiteParts.nvme(SERIAL, 1920);
    private static final String OWN = PoolNames.of(NODE, DISK.id());
    private static final Contents DATA = new Contents.Filesystem("ext4", "data", "u");
    private static final Optional<Instant> BEFORE = Optional.of(Sites.NOW.minusSeconds(9000));
    private static final Optional<Instant> AFTER = Optional.of(Sites.NOW.minusSeconds(3600));
    private static final Instant SEEN = Sites.NOW.minusSeconds(7800);

    private static Contents pool(String name) {
        return new Contents.MayastorPool(name, "u");
    }

    /** {@code blank}, {@code kept}, or the first error of the disk. */
    private static String judged(boolean keep, String accepted, Optional<Instant> installed, Contents... carries) {
        Site site = SiteChanges.withInstalled(Sites.three(), NODE, installed, SEEN);
        if (carries.length > 0) {
            site = Sites.withDisk(site, NODE, SERIAL, disk -> SiteParts.carrying(disk, carries));
        }
        site = Sites.withClaims(site, NODE, claims -> claims.stream().map(claim -> claim.disk().equals(DISK.id())
                ? new DiskClaim(claim.disk(), DiskRole.POOL, keep, accepted) : claim).toList());
        HandoffPlan plan = Plans.of(site);
        Optional<Pool> made = plan.pools().stream().filter(pool -> pool.serial().equals(SERIAL)).findFirst();
        assertEquals(made.isEmpty(), plan.isRefused());
        return made.map(pool -> (pool.kept() ? "kept " : "blank ") + pool.name())
                .orElseGet(() -> plan.findings().getFirst().problem().what());
    }

    @Test
    void whatADiskCarriesDecides() {
        String data = DiskChecks.carries(SiteParts.carrying(DISK, DATA));
        String blank = "blank " + OWN;
        assertEquals(blank, judged(false, "", AFTER));
        assertEquals(blank, judged(false, "", Optional.empty()));
        assertEquals(blank, judged(false, data, AFTER, DATA), "given up, and erased before the install");
        assertEquals(blank, judged(false, data, Optional.empty(), DATA), "given up, and erased with the install");
        assertEquals(blank, judged(false, DiskChecks.carries(SiteParts.carrying(DISK, pool("other-0"))), AFTER,
                pool("other-0")));
        refused("although the machine is installed", judged(false, data, BEFORE, DATA));
        refused("which nobody gave up", judged(false, "", AFTER, DATA));
        refused("which nobody gave up", judged(false, "", Optional.empty(), DATA));
        refused("which nobody gave up", judged(false, "xfs filesystem", AFTER, DATA));
        refused("which nobody gave up", judged(false, "", AFTER, new Contents.Talos(List.of("META"), "")));
        refused("which nobody gave up", judged(false, "", AFTER, new Contents.Unknown("at 0")));
        refused("which nobody gave up", judged(false, "", AFTER, new Contents.PartitionTable("gpt", "i", List.of())));
        refused("unreadable", judged(false, "unreadable (I/O error)", AFTER, new Contents.Unreadable("I/O error")));
    }

    @Test
    void onlyThisNodesOwnPoolIsKept() {
        assertEquals("kept " + OWN, judged(true, "", AFTER, pool(OWN)));
        assertEquals("kept " + OWN, judged(false, "", BEFORE, pool(OWN)), "Mayastor made it since");
        assertEquals("kept worker-1-older", judged(true, "", AFTER, pool("worker-1-older")),
                "the name on the disk is the one that Mayastor takes");
        assertEquals("blank " + OWN, judged(false, DiskChecks.carries(SiteParts.carrying(DISK, pool(OWN))), AFTER,
                pool(OWN)), "given up and erased");
        refused("which nobody gave up", judged(false, "", BEFORE, pool(PoolNames.of("worker-2", DISK.id()))));
        refused("which nobody gave up", judged(false, "", BEFORE, pool("")));
        refused("is to be kept", judged(true, "", AFTER));
        refused("is to be kept", judged(true, "", AFTER, DATA));
        refused("is to be kept", judged(true, "", AFTER, pool("worker-2-0a0b0c0d")));
        refused("is to be kept", judged(true, "", AFTER, pool(OWN), DATA));
    }

    private static void refused(String part, String what) {
        assertTrue(what.contains(part), what);
    }

    private static String link(Disk disk, Disk... others) {
        return ByIdLink.of(disk, Stream.concat(Stream.of(disk),
                Arrays.stream(others)).toList()).orElse("none");
    }

    @Test
    void theLinkIsTheOneWithTheSerialThatNeverMoves() {
        String start = "/dev/disk/by-id/";
        String wwid = DISK.wwid();
        assertEquals(start + "nvme-X_" + SERIAL + "_1", link(SiteParts.linked(DISK, "nvme-" + wwid, "nvme-X_" + SERIAL,
                "nvme-X_" + SERIAL + "_1")));
        assertEquals(start + "nvme-" + wwid, link(SiteParts.linked(DISK, "nvme-X_" + SERIAL, "nvme-" + wwid)));
        assertEquals(start + "nvme-X_" + SERIAL, link(SiteParts.linked(DISK, "nvme-X_" + SERIAL)));
        assertEquals(start + "nvme-" + wwid, link(SiteParts.linked(DISK, start + "nvme-" + wwid)));
        for (String bad : List.of("nvme0n1", "sda", "../../nvme0n1", "nvme-X_" + SERIAL + "_1-part1", "by-uuid",
                "nvme-X_ OTHER", SERIAL, "nvme-X " + SERIAL, "nvme-X_" + SERIAL + "'; reboot")) {
            assertEquals("none", link(SiteParts.linked(DISK, bad)), bad);
        }
        assertEquals("none", link(SiteParts.linked(DISK)));
    }

    @Test
    void aLinkThatTwoDisksShareIsNobodys() {
        Disk other = SiteParts.linked(SiteParts.nvme("B", 1), "nvme-X_" + SERIAL + "_1");
        assertEquals("none", link(SiteParts.linked(DISK, "nvme-X_" + SERIAL + "_1"), other));
        assertEquals("/dev/disk/by-id/nvme-" + DISK.wwid(), link(SiteParts.linked(DISK, "nvme-X_" + SERIAL + "_1",
                "nvme-" + DISK.wwid()), other));
    }

    @Test
    void theOrderOfLinksChangesNothing() {
        String[] links = {"nvme-A_" + SERIAL, "nvme-A_" + SERIAL + "_1", "nvme-" + DISK.wwid()};
        assertEquals(link(SiteParts.linked(DISK, links)), link(SiteParts.linked(DISK, links[2], links[1], links[0])));
    }

    @Test
    void largePoolsGetLargeClustersWhereTheChartKnowsThem() {
        Site site = Sites.plusDisk(Sites.three(), NODE, SiteParts.nvme("BIG15", 15_360), DiskRole.POOL);
        site = Sites.plusDisk(site, NODE, SiteParts.nvme("BIG30", 30_720), DiskRole.POOL);
        HandoffPlan plan = Plans.of(site);
        assertFalse(plan.isRefused());
        assertEquals(List.of("", "", "16MiB", "32MiB"), plan.nodes().getFirst().pools().stream()
                .map(Pool::clusterSize).sorted().toList());
        assertTrue(plan.findings().stream().anyMatch(finding -> finding.problem().what()
                .contains("clusters of different sizes")));
        HandoffPlan old = Plans.of(Sites.withChart(site, Handoff.Chart.MAYASTOR, "2.9.1"));
        assertTrue(old.pools().stream().allMatch(pool -> (pool.clusterSize() + pool.maxExpansion()).isEmpty()));
        assertTrue(old.capacity().text().contains("no maxExpansion"), old.capacity().text());
    }
}
