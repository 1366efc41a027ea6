package dev.ichor.provisioner.handoff;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.provisioner.handoff.HandoffDesk.Step;
import dev.ichor.store.handoff.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is told of a step, made fit to be kept. Pure. */
final class StepCheck {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final List<String> STATES = List.of("running", "done", "failed", "skipped");
    private static final int MOST_STEPS = 99;
    private static final int MOST_RESULTS = 500;
    private static final int LONGEST_RESULT = 200;
    private static final int LONGEST_DETAIL = 4_000;

    private StepCheck() {
    }

    /** The step as it is kept, or all that is wrong with it. */
    record Checked(RunStore.Step step, List<Problem> problems) {
    }

    /** @param at when it was told: the teller's own clock does not count */
    static Checked of(Step step, Hush hush, Instant at) {
        Problems problems = new Problems();
        if (step.number() < 1 || step.number() > MOST_STEPS) {
            problems.add("/number", "steps count from 1 to " + MOST_STEPS, "");
        }
        if (!NAME.matcher(step.name()).matches()) {
            problems.add("/name", "a step's name is of up to 40 lower-case letters, digits and hyphens", "");
        }
        if (!STATES.contains(step.state())) {
            problems.add("/state", "a step is never in that state", "It is " + String.join(", ", STATES));
        }
        if (step.results().size() > MOST_RESULTS) {
            problems.add("/results", "a step has at most " + MOST_RESULTS + " results", "");
        }
        Map<String, Double> results = new TreeMap<>();
        step.results().forEach((name, value) -> {
            if (name.isBlank() || name.length() > LONGEST_RESULT) {
                problems.add("/results", "a result's name has 1 to " + LONGEST_RESULT + " characters", "");
            } else if (value == null || !Double.isFinite(value)) {
                problems.add("/results/" + hush.text(name, LONGEST_RESULT), "a result is a finite number", "");
            } else {
                results.put(hush.text(name, LONGEST_RESULT), value);
            }
        });
        return new Checked(new RunStore.Step(step.number(), step.name(), step.state(),
                hush.text(step.detail(), LONGEST_DETAIL), results, at), problems.list());
    }
}
