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
    /**
     * What the hardware gives now, with all findings. Refused {@code NOT_FOUND}, or {@code CONFLICT} if Mayastor is
     * off.
     */
    Outcome<HandoffPlan> plan(String cluster);

    /** All gates, looked at now. Changes nothing. */
    Outcome<List<Gate>> gates(String cluster);

    /** The bundle as it would be now; refused {@code CONFLICT} with all errors of the plan. Changes nothing. */
    Outcome<Bundle> bundle(String cluster, boolean handsFree);

    /** A bundle that was given out. */
    record Given(String cluster, Sha256 hash, String chart, String by, Instant at) {
    }

    /**
     * Makes the bundle and keeps it, so that later ones can be compared with it. If the last one is the same, that is
     * answered and nothing is kept anew.
     */
    Outcome<Given> give(String cluster, Caller by);

    /** Newest first. */
    List<Given> given(String cluster);

    /** What differs now from the bundle that was given out last; without one {@code changes} is empty too. */
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
     * @param number  from 1; {@code name} is of lower-case letters, digits and hyphens
     * @param at      when the appliance was told
     * @param state   {@code running}, {@code done}, {@code failed}, {@code skipped}
     * @param results figures, by name with unit, e.g. {@code worker-1/SER1 read MB/s}
     */
    record Step(int number, String name, String state, String detail, Map<String, Double> results, Instant at) {
    }

    /**
     * Begins a run, with the bundle as it is now, which is kept. A run of the cluster that was not ended is stopped.
     * Refused {@code CONFLICT} if a gate is red, or unknown and not named; {@code INVALID} if a name is no gate's.
     *
     * @param overrides names of unknown gates that the caller lets pass; the run keeps those that were unknown
     */
    Outcome<Run> begin(String cluster, List<String> overrides, Caller by);

    /**
     * Writes down where a step of a running run is. Secrets are taken out. Refused {@code NOT_FOUND}, {@code INVALID},
     * or {@code CONFLICT} if the run is over.
     */
    Outcome<Run> report(String run, Step step, Caller by);

    /** Ends a run; told twice it is one. @param outcome {@code done}, {@code failed} or {@code stopped} */
    Outcome<Run> end(String run, String outcome, Caller by);

    /** Newest first, with their steps. */
    List<Run> runs(String cluster, int limit);

    /**
     * Keeps what was measured on the nodes, as measured now, until a node of the subject is installed anew. Of several
     * proofs of one kind and subject a bad one counts. Refused {@code INVALID} for kinds or subjects that are not
     * known; all is kept or nothing.
     */
    Outcome<Integer> prove(String cluster, List<Proof> proofs, Caller by);

    /**
     * A line of a cluster's timeline.
     *
     * @param kind    {@code gate}, {@code bundle}, {@code run} or {@code step}
     * @param subject a gate's name, the beginning of a bundle's hash, a run's id, or {@code RUN/STEP}
     * @param state   {@code green}, {@code red}, {@code unknown}; {@code given}; or as a run's or a step's
     */
    record Line(long sequence, Instant at, String kind, String subject, String state, String text) {
    }

    /** Oldest first: the newest, or those after a number. */
    List<Line> timeline(String cluster, OptionalLong after, int limit);

    /**
     * Looks at all gates of all clusters, writes down those that changed, and forgets clusters that are declared no
     * more. Called now and then by a clock.
     */
    void watch();
}
