package dev.ichor.mayastor.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.gate.Gate.State;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    void nothingIsGreenWhereNothingStores() {
        List<Site> sites = List.of(Sites.nodes(0), Sites.site(Sites.cluster(), List.of()),
                Sites.withStorageNetwork(Sites.nodes(0), java.util.Optional.empty()));
        for (Site site : sites) {
            List<Gate> gates = Gates.of(site, PlainPlans.of(site));
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
                    ? Worse.proven(Worse.heard(Sites.three(), "worker-1", java.util.Optional.empty()), "ready",
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
        for (int round = 0; round < 60; round++) {
            Site before = random(random, steps);
            List<Gate> gates = Gates.of(before, PLAN);
            for (int tries = 0; tries < 6; tries++) {
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
}
