package dev.ichor.provisioner.handoff;

import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.talos.TalosDesk;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/** The desk over the stores. */
public final class Handoffs implements HandoffDesk {
    /** @param talos tells what configurations say */
    public Handoffs(Stores stores, Ledger ledger, TalosDesk talos, InstantSource clock) {
        // Nothing is kept yet.
    }

    @Override
    public Outcome<HandoffPlan> plan(String cluster) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<List<Gate>> gates(String cluster) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<Bundle> bundle(String cluster, boolean handsFree) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<Given> give(String cluster, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Given> given(String cluster) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<Difference> difference(String cluster) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<Run> begin(String cluster, List<String> overrides, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<Run> report(String run, Step step, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<Run> end(String run, String outcome, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Run> runs(String cluster, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<Integer> prove(String cluster, List<Proof> proofs, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Line> timeline(String cluster, OptionalLong after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void watch() {
        throw new UnsupportedOperationException();
    }
}
