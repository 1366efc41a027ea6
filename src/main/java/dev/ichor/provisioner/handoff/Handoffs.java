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
import dev.ichor.store.handoff.TimelineStore;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The desk over the stores. */
public final class Handoffs implements HandoffDesk {
    private final Stores stores;
    private final SiteBook book;
    private final Giving giving;
    private final Running running;
    private final Proving proving;
    private final GateWatch watch;
    private final TimelineStore timeline = new TimelineStore();

    /**
     * @param talos  tells what configurations say
     * @param random 64 random bits each time, for ids
     */
    public Handoffs(Stores stores, Ledger ledger, TalosDesk talos, InstantSource clock, LongSupplier random) {
        this.stores = stores;
        this.book = new SiteBook(stores, new Configurations(talos.installs()), clock);
        this.giving = new Giving(stores, ledger, book, clock);
        this.running = new Running(stores, ledger, book, giving, talos.keys(), clock, random);
        this.proving = new Proving(ledger, book, talos.keys(), clock);
        this.watch = new GateWatch(stores, ledger, book, clock);
    }

    @Override
    public Outcome<HandoffPlan> plan(String cluster) {
        return seen(cluster, Seen::plan);
    }

    @Override
    public Outcome<List<Gate>> gates(String cluster) {
        return seen(cluster, Seen::gates);
    }

    private <T> Outcome<T> seen(String cluster, Function<Seen, T> what) {
        return switch (book.look(cluster)) {
            case Outcome.Refused<Seen> refused -> new Outcome.Refused<>(refused.why(), refused.problems());
            case Outcome.Done<Seen>(Seen seen) -> new Outcome.Done<>(what.apply(seen));
        };
    }

    @Override
    public Outcome<Bundle> bundle(String cluster, boolean handsFree) {
        return giving.bundle(cluster, handsFree);
    }

    @Override
    public Outcome<Given> give(String cluster, Caller by) {
        return watched(cluster, giving.give(cluster, by));
    }

    /** What was done may have changed the gates, or shows them first to somebody. */
    private <T> Outcome<T> watched(String cluster, Outcome<T> outcome) {
        if (outcome instanceof Outcome.Done<T>) {
            watch.one(cluster);
        }
        return outcome;
    }

    @Override
    public List<Given> given(String cluster) {
        return giving.given(cluster);
    }

    @Override
    public Outcome<Difference> difference(String cluster) {
        return giving.difference(cluster);
    }

    @Override
    public Outcome<Run> begin(String cluster, List<String> overrides, Caller by) {
        watch.one(cluster);
        return running.begin(cluster, overrides, by);
    }

    @Override
    public Outcome<Run> report(String run, Step step, Caller by) {
        return running.report(run, step, by);
    }

    @Override
    public Outcome<Run> end(String run, String outcome, Caller by) {
        return running.end(run, outcome, by);
    }

    @Override
    public List<Run> runs(String cluster, int limit) {
        return running.runs(cluster, limit);
    }

    @Override
    public Outcome<Integer> prove(String cluster, List<Proof> proofs, Caller by) {
        return watched(cluster, proving.prove(cluster, proofs, by));
    }

    @Override
    public List<Line> timeline(String cluster, OptionalLong after, int limit) {
        return stores.database().reading(connection -> timeline.lines(connection, cluster, after,
                Math.clamp(limit, 0, TimelineStore.KEPT))).stream().map(line -> new Line(line.sequence(), line.at(),
                line.kind(), line.subject(), line.state(), line.text())).toList();
    }

    @Override
    public void watch() {
        watch.all();
    }
}
