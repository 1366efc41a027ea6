package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.provisioner.handoff.HandoffDesk;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An install of Mayastor on a cluster. */
@About("An install of Mayastor on a cluster.")
public record RunView(
        @About("Its id.") String id,
        @About("The cluster.") String cluster,
        @About("Hash of the bundle that it installs.") Sha256 bundle,
        @About("Names of unknown gates that were let pass.") List<String> overrides,
        @About("Who began it.") String by,
        @About("When.") Instant began,
        @About("When it ended; null while it runs.") Optional<Instant> ended,
        @About(value = "How it stands.", words = {"running", "done", "failed", "stopped"}) String outcome,
        @About("Its steps so far, in order.") List<Step> steps) {
    /** A step. */
    @About("The latest word of a step.")
    public record Step(
            @About("Counts from 1.") int number,
            @About(value = "Its name.", example = "\"pools\"") String name,
            @About(value = "How it stands.", words = {"running", "done", "failed", "skipped"}) String state,
            @About("What it does or did, for people; may be empty.") String detail,
            @About("Figures that it measured, by name with unit.") Map<String, Double> results,
            @About("When that was said.") Instant at) {
        static Step of(HandoffDesk.Step step) {
            return new Step(step.number(), step.name(), step.state(), step.detail(), new TreeMap<>(step.results()),
                    step.at());
        }
    }

    public static RunView of(HandoffDesk.Run run) {
        return new RunView(run.id(), run.cluster(), run.bundle(), run.overrides(), run.by(), run.began(), run.ended(),
                run.outcome(), run.steps().stream().map(Step::of).toList());
    }
}
