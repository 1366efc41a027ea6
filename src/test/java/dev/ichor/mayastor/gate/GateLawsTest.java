package dev.ichor.mayastor.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.PoolNames;
import dev.ichor.inventory.roles.DiskChecks;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.SiteChanges;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.gate.Gate.State;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.Plans;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for the gates of every site. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GateLawsTest {
    private static final HandoffPlan PLAN = PlainPlans.of(Sites.three());
    private static final List<String> KINDS = List.of("ready", "label", "hugepages", "disk", "jumbo");

    private static List<String> names(List<Gate> gates) {
        return gates.stream().map(Gate::name).toList();
    }

    @Test
    void theyAreThirteenInOneOrder() {
        assertEquals(List.of("plan", "nodes-installed", "hardware", "cores", "hugepages", "modules", "label",
                "pool-disks", "disk-health", "jumbo", "addresses", "domains", "versions"), Gates.NAMES);
        assertEquals(Gates.NAMES, names(Gates.of(Sites.three(), PLAN)));
    }

    @Test
    void aGoodClusterIsAllGreenByWhatWasSeenAndByWhatWasMeasured() {
        for (Site site : List.of(Sites.three(), Sites.withProofs(Sites.nodes(4), Sites.proofs(Sites.nodes(4))))) {
            for (Gate gate : Gates.of(site, Plans.of(site))) {
                assertEquals(State.GREEN, gate.state(), gate.toString());
                assertEquals("", gate.mend());
            }
        }
    }

    @Test
    void nothingIsGreenWhereNothingStores() {
        List<Site> sites = List.of(Sites.nodes(0), Sites.site(Sites.cluster(), List.of()),
                Sites.withStorageNetwork(Sites.nodes(0), Optional.empty()));
        for (Site site : sites) {
            List<Gate> gates = Gates.of(site, Plans.of(site));
            assertEquals(Gates.NAMES, names(gates));
            gates.forEach(gate -> assertNotEquals(State.GREEN, gate.state(), gate.toString()));
            assertEquals(State.RED, gates.getFirst().state());
        }
    }

    @Test
    void whatIsNotGreenSaysWhatToDo() {
        for (Map.Entry<String, Worse.Step> worse : Worse.all().entrySet()) {
            Site site = worse.getValue().at(Sites.three(), "worker-2");
            for (Gate gate : Gates.of(site, PLAN)) {
                assertFalse(gate.evidence().isBlank(), worse.getKey() + gate);
                assertEquals(gate.state() == State.GREEN, gate.mend().isEmpty(), worse.getKey() + " " + gate);
                assertTrue(gate.evidence().length() < 4_000 && gate.mend().length() < 4_000, gate.toString());
            }
        }
    }

    /** Each of them makes some gate worse, else it tests nothing. */
    @Test
    void everythingWorseIsSeen() {
        Worse.all().forEach((name, step) -> {
            Site before = name.equals("good proofs are lost")
                    ? Worse.proven(Worse.heard(Sites.three(), "worker-1", Optional.empty()), "ready",
                    "worker-1", true, Sites.NOW) : Sites.three();
            List<Gate> good = Gates.of(before, PLAN);
            List<Gate> bad = Gates.of(step.at(before, "worker-1"), PLAN);
            boolean silent = name.equals("no modules");
            assertEquals(!silent, bad.stream().anyMatch(gate -> gate.state() != State.GREEN && good.get(bad.indexOf(
                    gate)).state() == State.GREEN), name);
        });
    }

    @Test
    void nothingWorseMakesAGateGreen() {
        Random random = new Random(20_260_302);
        List<Map.Entry<String, Worse.Step>> steps = new ArrayList<>(Worse.all().entrySet());
        for (int round = 0; round < 40; round++) {
            Site before = random(random, steps);
            List<Gate> gates = Gates.of(before, PLAN);
            for (int tries = 0; tries < 5; tries++) {
                Map.Entry<String, Worse.Step> step = steps.get(random.nextInt(steps.size()));
                String node = "worker-" + (1 + random.nextInt(3));
                List<Gate> after = Gates.of(step.getValue().at(before, node), PLAN);
                assertEquals(Gates.NAMES, names(after));
                for (int i = 0; i < gates.size(); i++) {
                    assertFalse(gates.get(i).state() != State.GREEN && after.get(i).state() == State.GREEN,
                            step.getKey() + " at " + node + ": " + gates.get(i) + " became " + after.get(i));
                }
            }
        }
    }

    /** A site with some things wrong and some things proven, some before the installation and some after. */
    private static Site random(Random random, List<Map.Entry<String, Worse.Step>> steps) {
        Site site = Sites.three();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            site = steps.get(random.nextInt(steps.size())).getValue().at(site, "worker-" + (1 + random.nextInt(3)));
        }
        for (int proofs = random.nextInt(8); proofs > 0; proofs--) {
            site = Worse.proven(site, KINDS.get(random.nextInt(KINDS.size())), "worker-" + (1 + random.nextInt(3)),
                    random.nextInt(3) > 0, Sites.NOW.minusSeconds(random.nextInt(10_000)));
        }
        return site;
    }

    /** Law 4 and the one failure that cannot be forgiven, by the real plans: whatever they say, data is never green. */
    @Test
    void aDiskThatHoldsDataIsNeverGreen() {
        Random random = new Random(4);
        int[] seen = new int[3];
        for (int round = 0; round < 80; round++) {
            Site site = Sites.three();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                site = laden(site, "worker-" + (1 + random.nextInt(3)), random);
            }
            Site now = site;
            HandoffPlan plan = Plans.of(site);
            State state = Gates.of(site, plan).get(Gates.NAMES.indexOf("pool-disks")).state();
            seen[state.ordinal()]++;
            boolean well = plan.pools().stream().allMatch(pool -> isWell(now, pool));
            assertTrue(well || state != State.GREEN, plan.pools() + " " + site.proofs());
        }
        assertTrue(seen[0] > 0 && seen[1] > 0 && seen[2] > 0, "all three were among them");
    }

    private static boolean isWell(Site site, HandoffPlan.Pool pool) {
        SiteNode.Hardware machine = Sites.node(site, pool.node()).machine().orElseThrow();
        Disk disk = machine.fingerprint().orElseThrow().disks().stream()
                .filter(one -> one.serial().equals(pool.serial())).findFirst().orElseThrow();
        boolean own = pool.kept() && disk.contents().equals(List.of(new Contents.MayastorPool(pool.name(), "u")));
        Optional<Proof> proof = site.proofs().stream().filter(one -> one.subject().equals(pool.node() + "/"
                + pool.serial())).findFirst().filter(one -> !one.at().isBefore(machine.installed().orElseThrow())
                && !one.at().isBefore(machine.seen()));
        return proof.map(Proof::good).orElse(disk.isBlank() || own);
    }

    /** Something on a pool disk, in any state of its claim, seen and proven at any time. */
    private static Site laden(Site site, String node, Random random) {
        String serial = Worse.serial(node, 0);
        Disk disk = Sites.node(Sites.three(), node).machine().orElseThrow().fingerprint().orElseThrow().disks().get(1);
        List<Contents> all = List.of(new Contents.Blank(), new Contents.Filesystem("xfs", "", "u"),
                new Contents.MayastorPool(PoolNames.of(node, disk.id()), "u"),
                new Contents.MayastorPool("worker-7-0123abcd", "u"), new Contents.Unknown("at 0"));
        Disk now = SiteParts.carrying(disk, all.get(random.nextInt(all.size())));
        boolean keep = random.nextInt(3) == 0;
        String accepted = random.nextBoolean() && !now.isBlank() ? DiskChecks.carries(now) : "";
        Site out = Sites.withDisk(site, node, serial, _ -> now);
        out = Sites.withClaims(out, node, claims -> claims.stream().map(claim -> claim.disk().equals(disk.id())
                ? new DiskClaim(claim.disk(), DiskRole.POOL, keep, accepted) : claim).toList());
        out = SiteChanges.withInstalled(out, node, Optional.of(Sites.NOW.minusSeconds(500)),
                Sites.NOW.minusSeconds(random.nextInt(1_000)));
        List<Proof> proofs = new ArrayList<>(out.proofs().stream()
                .filter(proof -> !proof.subject().equals(node + "/" + serial)).toList());
        if (random.nextInt(3) == 0) {
            proofs.add(new Proof("disk", node + "/" + serial, random.nextBoolean(), "",
                    Sites.NOW.minusSeconds(random.nextInt(1_000))));
        }
        return Sites.withProofs(out, proofs);
    }
}
