package dev.ichor.provisioner.handoff;

import dev.ichor.json.Json;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.Bundles;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.handoff.HandoffDesk.Run;
import dev.ichor.provisioner.handoff.HandoffDesk.Step;
import dev.ichor.provisioner.talos.ClusterKeys;
import dev.ichor.store.handoff.RunStore;
import dev.ichor.store.handoff.TimelineStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Runs of the install. A cluster has one at a time; what is told of one that is over is refused. Thread-safe. */
final class Running {
    private static final List<String> OUTCOMES = List.of("done", "failed", "stopped");

    private final Stores stores;
    private final Ledger ledger;
    private final SiteBook book;
    private final Giving giving;
    private final ClusterKeys keys;
    private final InstantSource clock;
    private final LongSupplier random;
    private final RunStore runs = new RunStore();
    private final TimelineStore timeline = new TimelineStore();

    /** @param random 64 random bits each time, for ids */
    Running(Stores stores, Ledger ledger, SiteBook book, Giving giving, ClusterKeys keys, InstantSource clock,
            LongSupplier random) {
        this.stores = stores;
        this.ledger = ledger;
        this.book = book;
        this.giving = giving;
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    private record Going(Bundle bundle, List<String> overrides) {
    }

    Outcome<Run> begin(String cluster, List<String> overrides, Caller by) {
        return Steadily.change(book, ledger, cluster, seen -> going(seen, overrides),
                (writing, seen, going) -> begin(writing, seen, going, by));
    }

    private static Outcome<Going> going(Seen seen, List<String> overrides) {
        return switch (GateRule.passed(seen.gates(), seen.errors(), overrides)) {
            case Outcome.Refused<List<String>> refused -> new Outcome.Refused<>(refused.why(), refused.problems());
            case Outcome.Done<List<String>>(List<String> passed) -> new Outcome.Done<>(
                    new Going(Bundles.of(seen.plan(), false), passed));
        };
    }

    private Run begin(Ledger.Writing writing, Seen seen, Going going, Caller by) throws SQLException {
        Connection connection = writing.connection();
        String cluster = seen.cluster();
        giving.keep(writing, seen, going.bundle(), by);
        String id = id(connection);
        Optional<RunStore.Row> before = runs.running(connection, cluster);
        if (before.isPresent()) {
            stop(connection, before.get(), "was not ended; run " + id + " of " + by.name() + " takes its place");
        }
        RunStore.Row run = new RunStore.Row(id, cluster, going.bundle().hash(), going.overrides(), by.name(),
                clock.instant(), Optional.empty(), RunStore.RUNNING);
        runs.add(connection, run);
        timeline.add(connection, cluster, Words.line(run.began(), "run", id, run.outcome(), "begun by " + by.name()
                + " with bundle " + Words.shortly(run.bundle().hex()) + (run.overrides().isEmpty() ? ""
                : ", who lets pass: " + String.join(", ", run.overrides()))));
        writing.audit(by, "begin run", Words.object(cluster), before.map(Json::write).orElse(""), Json.write(run));
        return run(connection, run);
    }

    private void stop(Connection connection, RunStore.Row run, String why) throws SQLException {
        runs.end(connection, run.id(), "stopped", clock.instant());
        timeline.add(connection, run.cluster(), Words.line(clock.instant(), "run", run.id(), "stopped", why));
    }

    private String id(Connection connection) throws SQLException {
        String id = String.format("r-%016x", random.getAsLong());
        while (runs.find(connection, id).isPresent()) {
            id = String.format("r-%016x", random.getAsLong());
        }
        return id;
    }

    Outcome<Run> report(String run, Step step, Caller by) {
        Optional<RunStore.Row> known = find(run);
        if (known.isEmpty()) {
            return unknown();
        }
        StepCheck.Checked checked = StepCheck.of(step, Hush.of(keys, known.get().cluster()), clock.instant());
        if (!checked.problems().isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, checked.problems());
        }
        return ledger.change(writing -> {
            Optional<RunStore.Row> row = runs.find(writing.connection(), run);
            if (row.isEmpty() || !row.get().isRunning()) {
                return row.isEmpty() ? unknown() : over(row.get());
            }
            write(writing, row.get(), checked.step(), by);
            return new Outcome.Done<>(run(writing.connection(), row.get()));
        });
    }

    /** The timeline and the audit log hear of a step when its state changes, not of each word in between. */
    private void write(Ledger.Writing writing, RunStore.Row run, RunStore.Step step, Caller by) throws SQLException {
        Optional<RunStore.Step> before = runs.steps(writing.connection(), run.id()).stream()
                .filter(one -> one.number() == step.number()).findFirst();
        runs.put(writing.connection(), run.id(), step);
        if (before.isEmpty() || !before.get().state().equals(step.state())
                || !before.get().name().equals(step.name())) {
            timeline.add(writing.connection(), run.cluster(), Words.line(step.at(), "step", run.id() + "/"
                    + step.name(), step.state(), step.detail()));
            writing.audit(by, "report step", Words.object(run.cluster()), before.map(Json::write).orElse(""),
                    Json.write(step));
        }
    }

    Outcome<Run> end(String run, String outcome, Caller by) {
        if (!OUTCOMES.contains(outcome)) {
            return Outcome.refused(Why.INVALID, "/outcome", "a run does not end like that",
                    "It ends as " + String.join(", ", OUTCOMES));
        }
        return ledger.change(writing -> {
            Connection connection = writing.connection();
            Optional<RunStore.Row> row = runs.find(connection, run);
            if (row.isEmpty()) {
                return unknown();
            }
            if (!row.get().isRunning()) {
                // Told twice, because an answer was lost.
                return row.get().outcome().equals(outcome) ? new Outcome.Done<>(run(connection, row.get()))
                        : over(row.get());
            }
            Instant now = clock.instant();
            runs.end(connection, run, outcome, now);
            RunStore.Row ended = runs.find(connection, run).orElseThrow();
            timeline.add(connection, ended.cluster(), Words.line(now, "run", run, outcome, "ended by " + by.name()
                    + Ending.text(runs.steps(connection, run))));
            writing.audit(by, "end run", Words.object(ended.cluster()), Json.write(row.get()), Json.write(ended));
            return new Outcome.Done<>(run(connection, ended));
        });
    }

    /** How a run ended, from its steps. */
    private static final class Ending {
        static String text(List<RunStore.Step> steps) {
            List<String> words = new ArrayList<>();
            for (String state : List.of("done", "skipped", "failed")) {
                List<String> names = steps.stream().filter(step -> step.state().equals(state))
                        .map(RunStore.Step::name).toList();
                if (!names.isEmpty()) {
                    words.add(state + ": " + String.join(", ", names));
                }
            }
            return words.isEmpty() ? "" : "; " + String.join("; ", words);
        }
    }

    List<Run> runs(String cluster, int limit) {
        return stores.database().reading(connection -> {
            List<Run> all = new ArrayList<>();
            for (RunStore.Row row : runs.list(connection, cluster, Math.clamp(limit, 0, RunStore.KEPT))) {
                all.add(run(connection, row));
            }
            return all;
        });
    }

    private Run run(Connection connection, RunStore.Row row) throws SQLException {
        return new Run(row.id(), row.cluster(), row.bundle(), row.overrides(), row.who(), row.began(), row.ended(),
                row.outcome(), runs.steps(connection, row.id()).stream().map(step -> new Step(step.number(),
                step.name(), step.state(), step.detail(), step.results(), step.at())).toList());
    }

    private Optional<RunStore.Row> find(String run) {
        return stores.database().reading(connection -> runs.find(connection, run));
    }

    private static Outcome<Run> unknown() {
        return Outcome.refused(Why.NOT_FOUND, "run", "there is no such run",
                "See 'ichor handoff runs' of its cluster for those that are known");
    }

    private static Outcome<Run> over(RunStore.Row run) {
        return Outcome.refused(Why.CONFLICT, run.id(), "the run is over: it is " + run.outcome() + " since "
                + run.ended().orElseThrow(), "Begin another one");
    }
}
