package dev.ichor.server.admin;

import dev.ichor.base.Problem;
import dev.ichor.base.Sha256;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.script.Scripts;
import dev.ichor.mayastor.change.Change;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.provisioner.Declarations;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.handoff.HandoffDesk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** Hand-offs of any declared cluster, which never happen: what stands in their way is what a test says. */
public final class FakeHandoffs implements HandoffDesk {
    public static final Instant THEN = Instant.parse("2026-06-01T09:00:00Z");
    public static final Gate GREEN = new Gate("plan", Gate.State.GREEN, "3 nodes, no errors", "");
    public static final Gate RED = new Gate("hugepages", Gate.State.RED, "worker-2 has 0 of 1024 pages",
            "Reboot worker-2");
    public static final Gate UNKNOWN = new Gate("jumbo", Gate.State.UNKNOWN, "nobody has measured it",
            "Run the network check");

    private final Declarations declarations;
    /** Why nothing is made. */
    public volatile List<Problem> refusals;
    public volatile List<Finding> findings;
    public volatile List<Gate> gates;
    /** A text in the bundle; another one makes another bundle. */
    public volatile String values;
    public final List<Given> given = new CopyOnWriteArrayList<>();
    public final List<Run> runs = new CopyOnWriteArrayList<>();
    public final List<Proof> proofs = new CopyOnWriteArrayList<>();
    public final List<Line> lines = new CopyOnWriteArrayList<>();

    public FakeHandoffs(Declarations declarations) {
        this.declarations = declarations;
        reset();
    }

    /** As in the beginning. */
    public void reset() {
        refusals = List.of();
        findings = List.of(Finding.warning("worker-2", "its disk is old", "Watch it"));
        gates = List.of(GREEN, UNKNOWN);
        values = "etcd:\n  replicaCount: 3\n";
        given.clear();
        runs.clear();
        proofs.clear();
        lines.clear();
    }

    private <T> Outcome<T> of(String name, Function<Cluster, T> made) {
        Optional<Cluster> cluster = declarations.find(Declared.Kind.CLUSTER, name).map(Declarations.Item::declared)
                .map(Cluster.class::cast);
        if (cluster.isEmpty()) {
            return Outcome.refused(Outcome.Why.NOT_FOUND, "", "there is no cluster '" + name + "'", "");
        }
        return refusals.isEmpty() ? new Outcome.Done<>(made.apply(cluster.get()))
                : new Outcome.Refused<>(Outcome.Why.CONFLICT, refusals);
    }

    @Override
    public Outcome<HandoffPlan> plan(String cluster) {
        return of(cluster, declared -> SomePlan.of(declared, findings));
    }

    @Override
    public Outcome<List<Gate>> gates(String cluster) {
        return of(cluster, declared -> gates);
    }

    @Override
    public Outcome<Bundle> bundle(String cluster, boolean handsFree) {
        return of(cluster, declared -> bundle(declared, handsFree));
    }

    private Bundle bundle(Cluster cluster, boolean handsFree) {
        List<BundleFile> files = new ArrayList<>(List.of(BundleFile.of("README.md", "# " + cluster.name() + "\n"),
                BundleFile.of("chart/values.yaml", values), BundleFile.script("install.sh", "#!/bin/sh\n")));
        if (handsFree) {
            files.add(BundleFile.of("hands-free/job.yaml", "kind: Job\n"));
        }
        files.add(Scripts.list(SomePlan.of(cluster, List.of()), List.copyOf(files)));
        files.sort(Comparator.comparing(BundleFile::path));
        return new Bundle(cluster.name(), files, Sha256.of(files.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Outcome<Given> give(String cluster, Caller by) {
        return of(cluster, declared -> {
            Given one = new Given(cluster, bundle(declared, false).hash(), "openebs/openebs 4.5.1", by.name(), THEN);
            given.addFirst(one);
            return one;
        });
    }

    @Override
    public List<Given> given(String cluster) {
        return given.stream().filter(one -> one.cluster().equals(cluster)).toList();
    }

    @Override
    public Outcome<Difference> difference(String cluster) {
        return of(cluster, declared -> {
            Optional<Given> last = given(cluster).stream().findFirst();
            Sha256 now = bundle(declared, false).hash();
            return new Difference(last, now, last.filter(one -> one.hash().equals(now)).isPresent() ? List.of()
                    : List.of(new Change(Change.Kind.CHANGED, "chart/values.yaml", "etcd gets another size",
                    "Upgrade the chart", List.of("-  replicaCount: 3", "+  replicaCount: 1"))));
        });
    }

    @Override
    public Outcome<Run> begin(String cluster, List<String> overrides, Caller by) {
        List<Problem> closed = gates.stream().filter(gate -> gate.state() == Gate.State.RED
                || gate.state() == Gate.State.UNKNOWN && !overrides.contains(gate.name()))
                .map(gate -> new Problem(gate.name(), gate.evidence(), gate.mend())).toList();
        if (!closed.isEmpty() && declarations.find(Declared.Kind.CLUSTER, cluster).isPresent()) {
            return new Outcome.Refused<>(Outcome.Why.CONFLICT, closed);
        }
        return of(cluster, declared -> {
            Run run = new Run("r-" + (runs.size() + 1), cluster, bundle(declared, false).hash(), overrides, by.name(),
                    THEN, Optional.empty(), "running", List.of());
            runs.addFirst(run);
            return run;
        });
    }

    private Outcome<Run> changed(String id, Function<Run, Run> change) {
        Supplier<Outcome<Run>> none = () -> Outcome.refused(Outcome.Why.CONFLICT, "", "the run " + id + " is over", "");
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (run.id().equals(id) && run.ended().isEmpty()) {
                runs.set(i, change.apply(run));
                return new Outcome.Done<>(runs.get(i));
            }
        }
        return none.get();
    }

    @Override
    public Outcome<Run> report(String id, Step step, Caller by) {
        return changed(id, run -> {
            List<Step> steps = new ArrayList<>(run.steps());
            steps.removeIf(one -> one.number() == step.number());
            steps.add(step);
            return new Run(id, run.cluster(), run.bundle(), run.overrides(), run.by(), run.began(), run.ended(),
                    run.outcome(), steps);
        });
    }

    @Override
    public Outcome<Run> end(String id, String outcome, Caller by) {
        return changed(id, run -> new Run(id, run.cluster(), run.bundle(), run.overrides(), run.by(), run.began(),
                Optional.of(THEN.plusSeconds(60)), outcome, run.steps()));
    }

    @Override
    public List<Run> runs(String cluster, int limit) {
        return runs.stream().filter(run -> run.cluster().equals(cluster)).limit(limit).toList();
    }

    @Override
    public Outcome<Integer> prove(String cluster, List<Proof> told, Caller by) {
        if (told.stream().anyMatch(proof -> proof.subject().startsWith("nowhere"))) {
            return Outcome.refused(Outcome.Why.INVALID, "/items/0/subject", "there is no such node", "");
        }
        return of(cluster, declared -> {
            proofs.addAll(told);
            return told.size();
        });
    }

    @Override
    public List<Line> timeline(String cluster, OptionalLong after, int limit) {
        List<Line> later = lines.stream().filter(line -> line.sequence() > after.orElse(0)).toList();
        return after.isPresent() ? later.stream().limit(limit).toList()
                : later.subList(Math.max(0, later.size() - limit), later.size());
    }

    @Override
    public void watch() {
        // Nothing changes by itself.
    }
}
