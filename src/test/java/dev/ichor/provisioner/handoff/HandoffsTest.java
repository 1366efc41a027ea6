package dev.ichor.provisioner.handoff;

import static dev.ichor.provisioner.handoff.HandoffRack.refused;
import static dev.ichor.provisioner.handoff.HandoffRack.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.change.Change;
import dev.ichor.mayastor.gate.Gate.State;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.handoff.HandoffDesk.Given;
import dev.ichor.vault.SomeSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From discovered machines to the bundle that is given out, over the stores. */
@Timeout(60)
class HandoffsTest {
    private static final String PROD = Sites.CLUSTER;

    @TempDir
    Path folder;
    private HandoffRack rack;
    private HandoffDesk desk;

    @BeforeEach
    void open() {
        rack = new HandoffRack(Bench.real(folder));
        desk = rack.desk();
    }

    @AfterEach
    void close() {
        rack.bench.close();
    }

    @Test
    void installedNodesTurnTheirGatesGreenAndKeepTheirPools() {
        rack.declare(Sites.cluster(), 1, 2, 3);
        rack.bench.secrets(PROD);
        assertEquals(Why.CONFLICT, refused(desk.begin(PROD, List.of(), Bench.ANN)).why());
        desk.watch();
        assertFalse(rack.lines("gate").contains("nodes-installed green"));
        for (int worker = 1; worker <= 3; worker++) {
            rack.install(worker);
        }
        List<Pool> pools = value(desk.plan(PROD)).pools();
        assertEquals(List.of(Sites.poolSerial(1, 0), Sites.poolSerial(1, 1), Sites.poolSerial(2, 0),
                Sites.poolSerial(2, 1), Sites.poolSerial(3, 0), Sites.poolSerial(3, 1)),
                pools.stream().map(Pool::serial).sorted().toList());
        assertEquals(List.of(), rack.gates(State.RED), () -> rack.gates().toString());
        assertTrue(rack.gates(State.GREEN).containsAll(List.of("plan", "nodes-installed", "hardware", "cores",
                "hugepages", "modules", "label", "pool-disks", "disk-health", "addresses", "domains")),
                () -> rack.gates().toString());
        desk.watch();
        assertTrue(rack.lines("gate").contains("nodes-installed green"), () -> rack.lines("gate").toString());
        int told = rack.lines("gate").size();
        rack.speaks(2);
        desk.watch();
        assertEquals(told, rack.lines("gate").size(), "nothing changed");
        aNodeThatIsInstalledAnewKeepsItsPools();
        rack.bench.pass(Duration.ofDays(30));
        desk.watch();
        assertTrue(rack.lines("gate").subList(told, rack.lines("gate").size()).contains("nodes-installed unknown"),
                "nobody heard of them for long");
        assertFalse(desk.timeline(PROD, OptionalLong.empty(), 1_000).toString()
                .contains(SomeSecrets.BUNDLE.clusterSecret()));
    }

    @Test
    void aFourthNodeChangesPlanAndDifference() {
        rack.adopted(1, 2, 3);
        Given given = value(desk.give(PROD, Bench.ANN));
        assertEquals(given.hash(), value(desk.bundle(PROD, false)).hash());
        rack.bench.pass(Duration.ofHours(1));
        rack.speaks(1);
        assertEquals(given, value(desk.give(PROD, Bench.ANN)), "the same is kept once");
        HandoffDesk.Difference none = value(desk.difference(PROD));
        assertEquals(List.of(Optional.of(given), given.hash(), List.of()),
                List.of(none.last(), none.now(), none.changes()));
        rack.declare(Sites.cluster(), 1, 2, 3, 4);
        rack.adopt(4);
        assertEquals(4, value(desk.plan(PROD)).nodes().size());
        HandoffDesk.Difference more = value(desk.difference(PROD));
        assertEquals(value(desk.bundle(PROD, false)).hash(), more.now());
        List<String> added = more.changes().stream().filter(change -> change.kind() == Change.Kind.ADDED)
                .map(Change::path).filter(path -> path.startsWith("manifests/pools/")).toList();
        assertTrue(added.size() == 2 && added.stream().allMatch(path -> path.contains("worker-4-")), added::toString);
        Given next = value(desk.give(PROD, Bench.ANN));
        assertEquals(List.of(next, given), desk.given(PROD));
        assertEquals(List.of(given, next).stream().map(one -> one.hash().hex().substring(0, 12) + " given").toList(),
                rack.lines("bundle"));
        assertEquals(List.of("give bundle", "give bundle"), rack.audited());
    }

    private void aNodeThatIsInstalledAnewKeepsItsPools() {
        List<String> before = value(desk.plan(PROD)).pools().stream().map(pool -> pool.name() + pool.link()).toList();
        String subject = "worker-1/" + Sites.poolSerial(1, 0);
        assertEquals(2, value(desk.prove(PROD, List.of(new Proof("disk", subject, false, "bad", Instant.MAX),
                new Proof("ready", "worker-2", true, "Ready", Instant.MAX)), Bench.ANN)));
        assertEquals(List.of("pool-disks"), rack.gates(State.RED));
        assertTrue(rack.lines("gate").contains("pool-disks red"), "told at once");
        rack.bench.pass(Duration.ofHours(1));
        rack.hasPools(1);
        rack.boot(1);
        rack.keepPools(1);
        rack.install(1);
        List<Pool> pools = value(desk.plan(PROD)).pools();
        assertEquals(before, pools.stream().map(pool -> pool.name() + pool.link()).toList());
        assertEquals(2, pools.stream().filter(Pool::kept).count());
        assertEquals(List.of(), rack.gates(State.RED), "what was measured before the installation does not hold: "
                + rack.gates());
    }

    @Test
    void proofsOfOthersAreRefusedWhole() {
        rack.adopted(1, 2, 3);
        Outcome.Refused<Integer> no = refused(desk.prove(PROD, List.of(
                new Proof("ready", "worker-1", true, "", Instant.EPOCH), new Proof("smell", "worker-1", true, "",
                Instant.EPOCH), new Proof("jumbo", "worker-1 to worker-7", true, "", Instant.EPOCH)), Bench.ANN));
        assertEquals(List.of(Why.INVALID, List.of("/proofs/1/kind", "/proofs/2/subject")),
                List.of(no.why(), no.problems().stream().map(Problem::where).toList()));
        assertFalse(rack.audited().contains("prove"));
        List<Proof> pairs = new ArrayList<>();
        for (String pair : List.of("1 2", "1 3", "2 1", "2 3", "3 1", "3 2")) {
            pairs.add(new Proof("jumbo", "worker-" + pair.charAt(0) + " to worker-" + pair.charAt(2), true, "passes",
                    Instant.EPOCH));
        }
        assertEquals(6, value(desk.prove(PROD, pairs, Bench.ANN)));
        assertTrue(rack.gates(State.GREEN).contains("jumbo") && rack.lines("gate").contains("jumbo green"));
        assertTrue(rack.audited().contains("prove"));
        String disk = "worker-2/" + Sites.poolSerial(2, 1);
        value(desk.prove(PROD, List.of(new Proof("disk", disk, false, "ext4 on it", Instant.EPOCH),
                new Proof("disk", disk, true, "the right size", Instant.EPOCH)), Bench.ANN));
        assertTrue(rack.gates(State.RED).contains("pool-disks"), "one bad word of a disk outweighs all good ones");
    }

    @Test
    void theWorldMayChangeUnderTheDesk() {
        assertEquals(Why.NOT_FOUND, refused(desk.plan(PROD)).why());
        assertEquals(Why.NOT_FOUND, refused(desk.prove(PROD, List.of(), Bench.ANN)).why());
        rack.adopted(1, 2, 3);
        Cluster with = Sites.cluster();
        MayastorPlan off = new MayastorPlan(false, "", 3);
        rack.declare(new Cluster(with.name(), with.endpoint(), with.talos(), with.kubernetes(), with.pods(),
                with.services(), with.storage(), with.zones(), off, with.management(), with.plan()));
        assertEquals(Why.CONFLICT, refused(desk.give(PROD, Bench.ANN)).why());
        assertEquals(List.of(), rack.lines("gate"));
        rack.declare(with);
        value(desk.begin(PROD, rack.gates(State.UNKNOWN), Bench.ANN));
        assertTrue(rack.bench.provisioner.arming().unassign(rack.id(3), Bench.ANN) instanceof Outcome.Done);
        assertEquals(2, value(desk.plan(PROD)).nodes().size());
        rack.delete(Declared.Kind.NODE, "worker-3");
        assertEquals(2, value(desk.plan(PROD)).nodes().size());
        assertEquals(Why.INVALID, refused(desk.prove(PROD, List.of(new Proof("ready", "worker-3", true, "",
                Instant.EPOCH)), Bench.ANN)).why());
        rack.delete(Declared.Kind.CLUSTER, PROD);
        for (Outcome<?> outcome : List.of(desk.plan(PROD), desk.gates(PROD), desk.bundle(PROD, false),
                desk.give(PROD, Bench.ANN), desk.difference(PROD), desk.begin(PROD, List.of(), Bench.ANN))) {
            assertEquals(Why.NOT_FOUND, refused(outcome).why());
        }
        assertEquals(1, desk.runs(PROD, 10).size());
        desk.watch();
        assertEquals(List.of(List.of(), List.of(), List.of()), List.of(desk.runs(PROD, 10), desk.given(PROD),
                desk.timeline(PROD, OptionalLong.empty(), 10)));
        assertEquals(List.of("forget hand-off"), rack.audited("appliance"));
    }
}
