package dev.ichor.provisioner.handoff;

import dev.ichor.base.Sha256;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.change.Change;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Hands clusters over to Mayastor. Thread-safe; nothing here is called inside a transaction. */
public interface HandoffDesk {
    /** What the hardware gives now, with all findings. Refused {@code NOT_FOUND}, or {@code CONFLICT} if Mayastor is off. */
    Outcome<HandoffPlan> plan(String cluster);

    /** All gates, looked at now. Changes nothing. */
    Outcome<List<Gate>> gates(String cluster);

    /** The bundle as it would be now; refused {@code CONFLICT} with all errors of the plan. Changes nothing. */
    Outcome<Bundle> bundle(String cluster, boolean handsFree);

    /** A bundle that was given out. */
    record Given(String cluster, Sha256 hash, String chart, String by, Instant at) {
    }

    /** Makes the bundle and keeps it, so that later ones can be compared with it. Kept once if it is the same. */
    Outcome<Given> give(String cluster, Caller by);

    /** Newest first. */
    List<Given> given(String cluster);

    /** What differs now from the bundle that was given out last; {@code last} is empty if none was. */
    record Difference(Optional<Given> last, Sha256 now, List<Change> changes) {
    }

    Outcome<Difference> difference(String cluster);

    /**
     * A run.
     *
     * @param outcome {@code running}, {@code done}, {@code failed}, {@code stopped}
     */
    record Run(String id, String cluster, Sha256 bundle, List<String> overrides, String by, Instant began,
               Optional<Instant> ended, String outcome, List<Step> steps) {
    }

    /**
     * The latest word of a step.
     *
     * @param state   {@code running}, {@code done}, {@code failed}, {@code skipped}
     * @param results figures, by name with unit, e.g. {@code worker-1/SER1 read MB/s}
     */
    record Step(int number, String name, String state, String detail, Map<String, Double> results, Instant at) {
    }

    /**
     * Begins a run, with the bundle as it is now, which is kept. A run of the cluster that was not ended is stopped.
     * Refused {@code CONFLICT} if a gate is red, or unknown and not named.
     *
     * @param overrides names of unknown gates that the caller lets pass
     */
    Outcome<Run> begin(String cluster, List<String> overrides, Caller by);

    /** Writes down where a step of a running run is. */
    Outcome<Run> report(String run, Step step, Caller by);

    /** Ends a run. @param outcome {@code done}, {@code failed} or {@code stopped} */
    Outcome<Run> end(String run, String outcome, Caller by);

    /** Newest first, with their steps. */
    List<Run> runs(String cluster, int limit);

    /** Keeps what was measured on the nodes. Refused {@code INVALID} for kinds or subjects that are not known. */
    Outcome<Integer> prove(String cluster, List<Proof> proofs, Caller by);

    /** A line of a cluster's timeline; {@code kind} is {@code gate}, {@code bundle}, {@code run} or {@code step}. */
    record Line(long sequence, Instant at, String kind, String subject, String state, String text) {
    }

    /** Oldest first: the newest, or those after a number. */
    List<Line> timeline(String cluster, OptionalLong after, int limit);

    /** Looks at all gates of all clusters and writes down those that changed. Called now and then by a clock. */
    void watch();
}
