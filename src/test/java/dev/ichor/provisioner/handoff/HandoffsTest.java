package dev.ichor.provisioner.handoff;

import static dev.ichor.provisioner.handoff.HandoffRack.refused;
import static dev.ichor.provisioner.handoff.HandoffRack.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import dev.ichor.provisioner.access.Audit;
import dev.ichor.provisioner.access.StoredAudit;
import dev.ichor.provisioner.handoff.HandoffDesk.Given;
import dev.ichor.provisioner.handoff.HandoffDesk.Line;
import dev.ichor.provisioner.handoff.HandoffDesk.Run;
import dev.ichor.provisioner.handoff.HandoffDesk.Step;
import dev.ichor.vault.SomeSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From discovered machines to a run of the install, over the stores. */
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

    private void adopted(int... workers) {
        rack.declare(Sites.cluster(), workers);
        for (int worker : workers) {
            rack.adopt(worker);
        }
    }

    private List<String> allUnknown() {
        return rack.gates(State.UNKNOWN);
    }

    private Run begun() {
        return value(desk.begin(PROD, allUnknown(), Bench.ANN));
    }

    private List<String> lines(String kind) {
        return desk.timeline(PROD, OptionalLong.empty(), 1_000).stream().filter(line -> line.kind().equals(kind))
                .map(line -> line.subject() + " " + line.state()).toList();
    }

    private List<String> audited() {
        return audited("ann");
    }

    private List<String> audited(String who) {
        return new StoredAudit(rack.bench.database, rack.bench.now::get).list(new Audit.Filter(
                Optional.of("clusters/" + PROD), Optional.of(who)), Long.MAX_VALUE, 100).reversed().stream()
                .map(Audit.Entry::action).toList();
    }

    private static Step step(int number, String name, String state, String detail) {
        return new Step(number, name, state, detail, Map.of("worker-1 read MB/s", 3_100.5), Instant.EPOCH);
    }

    @Test
    void installedNodesTurnTheirGatesGreenAndKeepTheirPools() {
        rack.declare(Sites.cluster(), 1, 2, 3);
        rack.bench.secrets(PROD);
        assertEquals(Why.CONFLICT, refused(desk.begin(PROD, List.of(), Bench.ANN)).why());
        desk.watch();
        assertFalse(lines("gate").contains("nodes-installed green"));
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
        assertTrue(lines("gate").contains("nodes-installed green"), () -> lines("gate").toString());
        int told = lines("gate").size();
        rack.speaks(2);
        desk.watch();
        assertEquals(told, lines("gate").size(), "nothing changed");
        aNodeThatIsInstalledAnewKeepsItsPools();
        rack.bench.pass(Duration.ofDays(30));
        desk.watch();
        assertTrue(lines("gate").subList(told, lines("gate").size()).contains("nodes-installed unknown"),
                "nobody heard of them for long");
        assertFalse(desk.timeline(PROD, OptionalLong.empty(), 1_000).toString()
                .contains(SomeSecrets.BUNDLE.clusterSecret()));
    }

    @Test
    void aFourthNodeChangesPlanAndDifference() {
        adopted(1, 2, 3);
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
                lines("bundle"));
        assertEquals(List.of("give bundle", "give bundle"), audited());
    }

    private void aNodeThatIsInstalledAnewKeepsItsPools() {
        List<String> before = value(desk.plan(PROD)).pools().stream().map(pool -> pool.name() + pool.link()).toList();
        String subject = "worker-1/" + Sites.poolSerial(1, 0);
        assertEquals(2, value(desk.prove(PROD, List.of(new Proof("disk", subject, false, "bad", Instant.MAX),
                new Proof("ready", "worker-2", true, "Ready", Instant.MAX)), Bench.ANN)));
        assertEquals(List.of("pool-disks"), rack.gates(State.RED));
        assertTrue(lines("gate").contains("pool-disks red"), "told at once");
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
    void runsAreOneAtATimeAndAKilledOneGivesWay() {
        adopted(1, 2, 3);
        List<String> unknown = allUnknown();
        assertTrue(unknown.contains("hugepages"), unknown::toString);
        Outcome.Refused<Run> no = refused(desk.begin(PROD, List.of(unknown.getFirst(), "nonsense"), Bench.ANN));
        assertEquals(Why.INVALID, no.why());
        List<String> where = new ArrayList<>(List.of("/overrides/1"));
        where.addAll(unknown.subList(1, unknown.size()));
        assertEquals(where, no.problems().stream().map(Problem::where).toList(), "all at once");
        assertEquals(List.of(), desk.runs(PROD, 10));
        Run first = begun();
        assertEquals(List.of("running", unknown), List.of(first.outcome(), first.overrides()));
        assertEquals(first.bundle(), desk.given(PROD).getFirst().hash());
        value(desk.report(first.id(), step(1, "preflight", "running", ""), Bench.ANN));
        value(desk.report(first.id(), step(1, "preflight", "running", "1 of 2"), Bench.ANN));
        String secret = SomeSecrets.BUNDLE.bootstrapToken();
        rack.bench.secrets(PROD);
        Run done = value(desk.report(first.id(), step(1, "preflight", "done", "with " + secret), Bench.ANN));
        assertEquals(Map.of("worker-1 read MB/s", 3_100.5), done.steps().getFirst().results());
        assertFalse(done.toString().contains(secret) || rack.bench.holds(secret));
        assertEquals(Why.INVALID, refused(desk.report(first.id(), step(0, "a", "done", ""), Bench.ANN)).why());
        assertEquals(Why.NOT_FOUND, refused(desk.report("r-x", step(1, "a", "done", ""), Bench.ANN)).why());
        rack.bench.pass(Duration.ofHours(1));
        Run second = begun();
        assertNotEquals(first.id(), second.id());
        assertEquals(List.of("running", "stopped"), desk.runs(PROD, 10).stream().map(Run::outcome).toList());
        assertEquals(Why.CONFLICT, refused(desk.report(first.id(), step(2, "a", "done", ""), Bench.ANN)).why());
        assertEquals(Why.CONFLICT, refused(desk.end(first.id(), "done", Bench.ANN)).why());
        assertEquals(Why.INVALID, refused(desk.end(second.id(), "running", Bench.ANN)).why());
        Run ended = value(desk.end(second.id(), "failed", Bench.ANN));
        assertEquals(ended, value(desk.end(second.id(), "failed", Bench.ANN)), "told twice");
        assertEquals(Optional.of(rack.bench.now.get()), ended.ended());
        assertEquals(List.of(ended), desk.runs(PROD, 1));
        assertEquals(List.of(first.id() + " running", first.id() + " stopped", second.id() + " running",
                second.id() + " failed"), lines("run"));
        assertEquals(List.of(first.id() + "/preflight running", first.id() + "/preflight done"), lines("step"));
        assertEquals(List.of("give bundle", "begin run", "report step", "report step", "begin run", "end run"),
                audited().stream().filter(action -> !action.contains("secrets")).toList());
    }

    @Test
    void theTimelineIsInOrderAndGoesOn() {
        adopted(1, 2, 3);
        Run run = begun();
        for (int i = 1; i <= 5; i++) {
            value(desk.report(run.id(), step(i, "s" + i, "done", ""), Bench.ANN));
        }
        List<Line> all = desk.timeline(PROD, OptionalLong.empty(), 1_000);
        assertEquals(all.stream().map(Line::sequence).sorted().distinct().toList(),
                all.stream().map(Line::sequence).toList());
        assertEquals("gate", all.getFirst().kind());
        assertEquals(13, all.stream().filter(line -> line.kind().equals("gate")).count(), "each once");
        List<Line> read = new ArrayList<>();
        List<Line> page = desk.timeline(PROD, OptionalLong.of(0), 4);
        while (!page.isEmpty()) {
            read.addAll(page);
            page = desk.timeline(PROD, OptionalLong.of(page.getLast().sequence()), 4);
        }
        assertEquals(all, read);
        assertEquals(all.subList(all.size() - 3, all.size()), desk.timeline(PROD, OptionalLong.empty(), 3));
        assertEquals(List.of(), desk.timeline("other", OptionalLong.empty(), 3));
    }

    @Test
    void proofsOfOthersAreRefusedWhole() {
        adopted(1, 2, 3);
        Outcome.Refused<Integer> no = refused(desk.prove(PROD, List.of(
                new Proof("ready", "worker-1", true, "", Instant.EPOCH), new Proof("smell", "worker-1", true, "",
                Instant.EPOCH), new Proof("jumbo", "worker-1 to worker-7", true, "", Instant.EPOCH)), Bench.ANN));
        assertEquals(List.of(Why.INVALID, List.of("/proofs/1/kind", "/proofs/2/subject")),
                List.of(no.why(), no.problems().stream().map(Problem::where).toList()));
        assertFalse(audited().contains("prove"));
        List<Proof> pairs = new ArrayList<>();
        for (String pair : List.of("1 2", "1 3", "2 1", "2 3", "3 1", "3 2")) {
            pairs.add(new Proof("jumbo", "worker-" + pair.charAt(0) + " to worker-" + pair.charAt(2), true, "passes",
                    Instant.EPOCH));
        }
        assertEquals(6, value(desk.prove(PROD, pairs, Bench.ANN)));
        assertTrue(rack.gates(State.GREEN).contains("jumbo") && lines("gate").contains("jumbo green"));
        assertTrue(audited().contains("prove"));
        String disk = "worker-2/" + Sites.poolSerial(2, 1);
        value(desk.prove(PROD, List.of(new Proof("disk", disk, false, "ext4 on it", Instant.EPOCH),
                new Proof("disk", disk, true, "the right size", Instant.EPOCH)), Bench.ANN));
        assertTrue(rack.gates(State.RED).contains("pool-disks"), "one bad word of a disk outweighs all good ones");
    }

    @Test
    void theWorldMayChangeUnderTheDesk() {
        assertEquals(Why.NOT_FOUND, refused(desk.plan(PROD)).why());
        assertEquals(Why.NOT_FOUND, refused(desk.prove(PROD, List.of(), Bench.ANN)).why());
        adopted(1, 2, 3);
        Cluster with = Sites.cluster();
        MayastorPlan off = new MayastorPlan(false, "", 3);
        rack.declare(new Cluster(with.name(), with.endpoint(), with.talos(), with.kubernetes(), with.pods(),
                with.services(), with.storage(), with.zones(), off, with.management(), with.plan()));
        assertEquals(Why.CONFLICT, refused(desk.give(PROD, Bench.ANN)).why());
        assertEquals(List.of(), lines("gate"));
        rack.declare(with);
        value(desk.begin(PROD, allUnknown(), Bench.ANN));
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
        assertEquals(List.of("forget hand-off"), audited("appliance"));
    }
}
