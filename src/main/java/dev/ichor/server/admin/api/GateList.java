package dev.ichor.server.admin.api;

import dev.ichor.mayastor.gate.Gate;
import java.util.List;
import java.util.Locale;

/** Answer of {@code GET /api/v1/clusters/{name}/handoff/gates}. */
@About("The checks that a cluster must pass before Mayastor is installed on it.")
public record GateList(
        @About("Whether a run may begin: none is red, and none is unknown.") boolean ready,
        @About("All of them, always the same ones in the same order.") List<Item> items) {
    /** A gate. */
    @About("A check.")
    public record Item(
            @About(value = "Its name.", example = "\"pool-disks\"") String name,
            @About(value = "A red gate lets nobody pass; an unknown one may be let pass by its name.",
                    words = {"green", "red", "unknown"}) String state,
            @About("What was looked at, when, and what it said.") String evidence,
            @About("What to do; empty if it is green.") String mend) {
        static Item of(Gate gate) {
            return new Item(gate.name(), gate.state().name().toLowerCase(Locale.ROOT), gate.evidence(), gate.mend());
        }
    }

    public static GateList of(List<Gate> gates) {
        return new GateList(gates.stream().allMatch(gate -> gate.state() == Gate.State.GREEN),
                gates.stream().map(Item::of).toList());
    }
}
