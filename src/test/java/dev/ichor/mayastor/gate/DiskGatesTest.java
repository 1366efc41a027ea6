package dev.ichor.mayastor.gate;

import static dev.ichor.mayastor.gate.Gate.State.GREEN;
import static dev.ichor.mayastor.gate.Gate.State.RED;
import static dev.ichor.mayastor.gate.Gate.State.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.inventory.Node;
import dev.ichor.inventory.PoolNames;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk that holds data is never green, and nobody can let it pass. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DiskGatesTest {
    private static final Site GOOD = Sites.three();
    private static final String NODE = "worker-2";
    private static final String SERIAL = Sites.poolSerial(2, 0);
    private static final Contents EXT4 = new Contents.Filesystem("ext4", "data", "u");
    private static final Contents VAULT = new Contents.Member("luks", "", "u");
    private static final Instant INSTALLED = Sites.NOW.minusSeconds(3600);

    private static Site carrying(Contents... contents) {
        return Worse.disk(GOOD, NODE, disk -> SiteParts.carrying(disk, contents));
    }

    private static Site claim(Site site, boolean keep, String accepted) {
        return Sites.withClaims(site, NODE, claims -> claims.stream().map(claim -> claim.disk().serial().equals(SERIAL)
                ? new DiskClaim(claim.disk(), DiskRole.POOL, keep, accepted) : claim).toList());
    }

    private static Site seen(Site site, Instant at) {
        return Sites.withHardware(site, NODE, old -> new Hardware(old.id(), old.stage(), old.installed(), old.heard(),
                old.obstacles(), old.fingerprint(), at, old.claims(), old.served()));
    }

    private static Contents pool(String name) {
        return new Contents.MayastorPool(name, "u");
    }

    private static String own() {
        Disk disk = Sites.node(GOOD, NODE).machine().flatMap(Hardware::fingerprint).orElseThrow().disks().stream()
                .filter(one -> one.serial().equals(SERIAL)).findFirst().orElseThrow();
        return PoolNames.of(NODE, disk.id());
    }

    private static Site proof(Site site, boolean good, Instant at) {
        return Sites.withProofs(site, new Proof("disk", NODE + "/" + SERIAL, good, good ? "all zero"
                : "data at 4096", at));
    }

    @Test
    void blankDisks() {
        new GateTable("pool-disks").is(GREEN, "blank in the fingerprint of 2026-03-02T07:50:00Z", GOOD)
                .is(GREEN, "all zero (measured 2026-03-02T10:00:00Z)", proof(GOOD, true, Sites.NOW))
                .is(RED, "worker-2/" + SERIAL + ": data at 4096 (measured", proof(GOOD, false, Sites.NOW))
                .is(GREEN, "blank", seen(proof(GOOD, false, INSTALLED.plusSeconds(60)), INSTALLED.plusSeconds(120)))
                .is(RED, "it is not in the fingerprint", Worse.all().get("no pool disks").at(GOOD, NODE))
                .is(RED, "it is 2 times in the fingerprint", Worse.all().get("twice").at(GOOD, NODE))
                .is(RED, "it is read-only", Worse.all().get("read-only").at(GOOD, NODE))
                .is(UNKNOWN, "nobody saw it yet; 4 others are well", Worse.all().get("unseen").at(GOOD, NODE))
                .is(UNKNOWN, "nobody saw it yet", Worse.all().get("no machine").at(GOOD, NODE))
                .is(RED, "its pool is to be kept, and it is blank", claim(GOOD, true, ""))
                .covers(GREEN, RED, UNKNOWN);
    }

    @Test
    void everyKindOfDataIsRed() {
        for (Contents contents : List.of(EXT4, VAULT, pool("other-1"), pool(""), new Contents.Unknown("at 0"),
                new Contents.Unreadable("I/O error"), new Contents.Talos(List.of("META"), "prod"),
                new Contents.PartitionTable("gpt", "id", List.of()))) {
            new GateTable("pool-disks").is(RED, "it carries " + contents.describe(), carrying(contents))
                    .is(RED, "it carries " + contents.describe(), claim(carrying(contents), true, ""))
                    .is(RED, "it carries " + contents.describe(), proof(carrying(contents), true,
                            INSTALLED.minusSeconds(1)))
                    .is(GREEN, "all zero", proof(carrying(contents), true, Sites.NOW))
                    .is(RED, "data at 4096", proof(carrying(contents), false, Sites.NOW));
        }
    }

    /** What the discovery image sees later counts more than what was measured before. */
    @Test
    void theLatestLookCounts() {
        Site later = seen(carrying(EXT4), Sites.NOW.minusSeconds(10));
        new GateTable("pool-disks").is(RED, "it carries ext4", proof(later, true, Sites.NOW.minusSeconds(20)))
                .is(GREEN, "all zero", proof(later, true, Sites.NOW.minusSeconds(5)))
                .is(RED, "it carries ext4", proof(later, true, Sites.NOW.plusSeconds(3600)))
                .is(RED, "data at 4096", proof(later, false, Sites.NOW.plusSeconds(3600)));
    }

    @Test
    void contentsThatWereGivenUpAreUnknownAtBest() {
        String words = EXT4.describe() + ", " + VAULT.describe();
        Site given = claim(carrying(EXT4, VAULT), false, words);
        new GateTable("pool-disks").is(UNKNOWN, "a person gave that up, and nothing shows that it was erased", given)
                .mends("checks/disks-worker-2.yaml", given).mends("ichor handoff prove prod", given)
                .is(GREEN, "all zero", proof(given, true, Sites.NOW))
                .is(RED, "data at 4096", proof(given, false, Sites.NOW))
                .is(RED, "it carries", claim(carrying(EXT4, VAULT), false, EXT4.describe()))
                .is(RED, "it carries", claim(carrying(EXT4), false, words))
                .is(RED, "it carries", seen(given, INSTALLED.plusSeconds(1)))
                .is(RED, "it carries", Worse.installed(given, NODE, Optional.empty()))
                .mends("ichor wipe", carrying(EXT4))
                .mends("kubectl -n openebs logs ichor-disks-worker-2 | ichor handoff tell prod worker-2 -", given)
                .mends("talosctl -n worker-2 get discoveredvolumes", proof(GOOD, false, Sites.NOW));
    }

    @Test
    void aKeptPoolIsExactlyItsOwn() {
        Site kept = claim(carrying(pool(own())), true, "");
        new GateTable("pool-disks").is(GREEN, "carries its own pool, which is kept", kept, PlainPlans.of(kept))
                .is(GREEN, "carries its own pool", kept)
                .is(RED, "it carries Mayastor pool", carrying(pool(own())))
                .is(RED, "it carries Mayastor pool", claim(carrying(pool(own().replace("worker-2", "worker-3"))), true,
                        ""), PlainPlans.of(kept))
                .is(RED, "it carries Mayastor pool", claim(carrying(pool(own()), EXT4), true, ""))
                .is(RED, "it carries Mayastor pool", claim(carrying(pool("worker-2-0123abcd")), true, ""))
                .is(RED, "data at 4096", proof(kept, false, Sites.NOW))
                .is(GREEN, "all zero", proof(kept, true, Sites.NOW));
    }

    @Test
    void disksThatAreClaimedAndNotPlannedAreLookedAt() {
        Site more = Sites.plusDisk(GOOD, NODE, SiteParts.nvme("S64GMORE1", 1920, EXT4), DiskRole.POOL);
        new GateTable("pool-disks").is(RED, "worker-2/S64GMORE1: it carries ext4", more);
        Disk twin = SiteParts.nvme(Sites.poolSerial(1, 0), 1920);
        new GateTable("pool-disks").is(RED, "nothing tells it apart", Sites.plusDisk(GOOD, NODE, twin, DiskRole.POOL));
        Site unsound = Sites.withClaims(GOOD, NODE, claims -> SiteParts.plus(claims, new DiskClaim(
                new DiskId("", "X", 5), DiskRole.POOL, false, "")));
        new GateTable("pool-disks").is(RED, "nothing tells it apart", unsound);
        assertEquals(6, Scene.of(GOOD, PlainPlans.of(GOOD)).storing().stream().mapToInt(one -> one.pools().size())
                .sum());
    }

    @Test
    void aNodeDeclaredWithPoolDisksIsWaitedFor() {
        Site declared = Sites.withNode(Sites.withoutMachine(GOOD, "control-1"), "control-1", old ->
                new SiteNode(new Node("control-1", "prod",
                        old.node().type(), "", Optional.empty(), Optional.empty(), Map.of(),
                        List.of(new Node.DiskOfNode("SER9", DiskRole.POOL))), Optional.empty(),
                        Optional.empty(), List.of()));
        new GateTable("pool-disks").is(UNKNOWN, "control-1: it is declared with pool disks", declared);
        new GateTable("nodes-installed").is(RED, "control-1: no machine is this node yet", declared);
    }

    private static Site health(int warning, int used, int spare, int threshold, long errors) {
        return Worse.health(GOOD, NODE, Optional.of(new Disk.Health(warning, used, spare, threshold, errors, 9, 38)));
    }

    @Test
    void health() {
        new GateTable("disk-health").is(GREEN, "3 % used, spare 100 %, no media errors", GOOD)
                .is(GREEN, "99 % used", health(0, 99, 10, 10, 0))
                .is(GREEN, "spare 0 %", health(0, 3, 0, 0, 0))
                .is(RED, "worker-2/" + SERIAL + ": it reports the critical warning 0x04", health(4, 3, 100, 10, 0))
                .is(RED, "its spare of 9 % is below its threshold of 10 %", health(0, 3, 9, 10, 0))
                .is(RED, "100 % of its life is used", health(0, 100, 100, 10, 0))
                .is(RED, "it has 1 media error (", health(0, 3, 100, 10, 1))
                .is(RED, "0x01, its spare of 1 % is below its threshold of 10 %, 255 % of its life is used, it has 7"
                        + " media errors", health(1, 255, 1, 10, 7))
                .is(UNKNOWN, "it tells no health figures; 5 others are well", Worse.health(GOOD, NODE,
                        Optional.empty()))
                .is(UNKNOWN, "nobody saw it", Worse.all().get("no pool disks").at(GOOD, NODE))
                .is(UNKNOWN, "nobody saw it", Worse.all().get("no machine").at(GOOD, NODE))
                .covers(GREEN, RED, UNKNOWN);
    }
}
