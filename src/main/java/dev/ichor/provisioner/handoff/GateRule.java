package dev.ichor.provisioner.handoff;

import dev.ichor.base.Problem;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the gates let a run pass: a red one never, an unknown one if a person named it. Pure. */
final class GateRule {
    private GateRule() {
    }

    /**
     * Which gates the caller lets pass by naming them.
     *
     * @param errors    why there is no bundle
     * @param overrides names of gates
     * @return refused with everything that is in the way: {@code INVALID} for a name of no gate, else {@code CONFLICT}
     */
    static Outcome<List<String>> passed(List<Gate> gates, List<Problem> errors, List<String> overrides) {
        List<Problem> wrong = strangers(gates, overrides);
        List<Problem> problems = new ArrayList<>(wrong);
        problems.addAll(errors);
        Set<String> named = new LinkedHashSet<>(overrides);
        for (Gate gate : gates) {
            switch (gate.state()) {
                case GREEN -> {
                }
                case RED -> {
                    // Each error of the plan is told by itself already.
                    if (errors.isEmpty() || !gate.name().equals("plan")) {
                        problems.add(new Problem(gate.name(), "the gate is red: " + gate.evidence(), gate.mend()));
                    }
                }
                case UNKNOWN -> {
                    if (!named.contains(gate.name())) {
                        String mend = gate.mend().isEmpty() ? "Let" : gate.mend() + "; or let";
                        problems.add(new Problem(gate.name(), "the gate is unknown: " + gate.evidence(),
                                mend + " it pass by its name: '--allow " + gate.name() + "'"));
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(wrong.isEmpty() ? Why.CONFLICT : Why.INVALID, problems);
        }
        Set<String> unknown = gates.stream().filter(gate -> gate.state() == Gate.State.UNKNOWN).map(Gate::name)
                .collect(Collectors.toSet());
        return new Outcome.Done<>(named.stream().filter(unknown::contains).toList());
    }

    private static List<Problem> strangers(List<Gate> gates, List<String> overrides) {
        List<String> known = gates.stream().map(Gate::name).toList();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < overrides.size(); i++) {
            if (!known.contains(overrides.get(i))) {
                problems.add(new Problem("/overrides/" + i, "there is no such gate",
                        "The gates are " + String.join(", ", known)));
            }
        }
        return problems;
    }
}
