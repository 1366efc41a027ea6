package dev.ichor.provisioner.handoff;

import static dev.ichor.provisioner.handoff.HandoffRack.refused;
import static dev.ichor.provisioner.handoff.HandoffRack.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.gate.Gate.State;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
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

/** Runs of the install, and the timeline that they are told in, over the stores. */
@Timeout(60)
class HandoffRunsTest {
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

    private Run begun() {
        return value(desk.begin(PROD, rack.gates(State.UNKNOWN), Bench.ANN));
    }

    private static Step step(int number, String name, String state, String detail) {
        return new Step(number, name, state, detail, Map.of("worker-1 read MB/s", 3_100.5), Instant.EPOCH);
    }

    @Test
    void runsAreOneAtATimeAndAKilledOneGivesWay() {
        rack.adopted(1, 2, 3);
        List<String> unknown = rack.gates(State.UNKNOWN);
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
                second.id() + " failed"), rack.lines("run"));
        assertEquals(List.of(first.id() + "/preflight running", first.id() + "/preflight done"), rack.lines("step"));
        assertEquals(List.of("give bundle", "begin run", "report step", "report step", "begin run", "end run"),
                rack.audited().stream().filter(action -> !action.contains("secrets")).toList());
    }

    @Test
    void theTimelineIsInOrderAndGoesOn() {
        rack.adopted(1, 2, 3);
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
}
