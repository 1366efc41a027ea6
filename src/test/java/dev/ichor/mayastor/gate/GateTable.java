package dev.ichor.mayastor.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.gate.Gate.State;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.site.Site;
import java.util.ArrayList;
import java.util.List;

/** Cases of one gate: a site, what the gate is then, and what its evidence says. */
final class GateTable {
    private final String gate;
    private final List<State> states = new ArrayList<>();

    GateTable(String gate) {
        this.gate = gate;
    }

    /** With the plan of the good site, so that nothing but the site differs. */
    GateTable is(State state, String evidence, Site site) {
        return is(state, evidence, site, PlainPlans.of(Sites.three()));
    }

    GateTable is(State state, String evidence, Site site, HandoffPlan plan) {
        Gate found = of(site, plan);
        assertEquals(state, found.state(), evidence + " in " + found);
        assertTrue(found.evidence().contains(evidence), evidence + " in " + found);
        assertEquals(state == State.GREEN, found.mend().isEmpty(), found.toString());
        states.add(state);
        return this;
    }

    /** The mend of that site names this. */
    GateTable mends(String command, Site site) {
        Gate found = of(site, PlainPlans.of(Sites.three()));
        assertTrue(found.mend().contains(command), command + " in " + found);
        return this;
    }

    private Gate of(Site site, HandoffPlan plan) {
        return Gates.of(site, plan).stream().filter(one -> one.name().equals(gate)).findFirst().orElseThrow();
    }

    /** Every state was among the cases. */
    void covers(State... all) {
        assertTrue(states.containsAll(List.of(all)), gate + " " + states);
    }
}
