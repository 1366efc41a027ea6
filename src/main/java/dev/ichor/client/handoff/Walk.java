package dev.ichor.client.handoff;

import dev.ichor.mayastor.run.Action;
import dev.ichor.mayastor.run.Action.CheckPod;
import dev.ichor.mayastor.run.Action.Reading;
import dev.ichor.mayastor.run.Calls;
import dev.ichor.mayastor.run.Compare;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.NodeProofs;
import dev.ichor.mayastor.run.PoolsThere;
import dev.ichor.mayastor.run.Readings;
import dev.ichor.mayastor.run.Wish;
import dev.ichor.mayastor.run.Wishes;
import dev.ichor.mayastor.site.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What one run knows: which disks it proved, which pools it found, what it measured. For one thread. */
final class Walk {
    private final Install install;
    private final Doing doing;
    private final Pace pace;
    private final Function<String, Optional<String>> files;
    private final Set<String> proven = new HashSet<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final List<Proof> proofs = new ArrayList<>();
    private Optional<PoolsThere> there = Optional.empty();

    Walk(Install install, Doing doing, Pace pace, Function<String, Optional<String>> files) {
        this.install = install;
        this.doing = doing;
        this.pace = pace;
        this.files = files;
    }

    /** What was measured since this was last asked. */
    List<Proof> takeProofs() {
        List<Proof> taken = List.copyOf(proofs);
        proofs.clear();
        return taken;
    }

    Map<String, Double> figures() {
        return figures;
    }

    /** What came of an action: words; whether the rest of its step has no sense. */
    record Came(String words, boolean skips) {
        static Came of(String words) {
            return new Came(words, false);
        }
    }

    Came act(Action action) throws StepFailed, InterruptedException {
        return switch (action) {
            case Action.Helm helm -> {
                doing.helm(helm.arguments(), helm.patience());
                yield Came.of("");
            }
            case Action.Kubectl kubectl -> {
                doing.kubectl(kubectl);
                yield Came.of("");
            }
            case Action.Await await -> Came.of(await(await));
            case Action.OnlyIf only -> doing.isSo(only.arguments(), only.wish()) ? Came.of("")
                    : new Came(only.otherwise(), true);
            case Action.Versions _ -> Came.of(versions());
            case Action.LookForPools _ -> Came.of(lookForPools());
            case Action.RunPods run -> Came.of(runPods(run));
            case Action.CreatePools create -> Came.of(createPools(create));
            case Action.AwaitVolume await -> Came.of(volume(await));
        };
    }

    private String await(Action.Await await) throws StepFailed, InterruptedException {
        if (await.wish() instanceof Wish.NodesFit) {
            proofs.addAll(NodeProofs.of(install, doing.look(await.arguments()), now()));
        }
        return doing.await(await.arguments(), await.wish(), await.patience());
    }

    private Instant now() {
        return pace.clock().instant();
    }

    private String versions() throws StepFailed, InterruptedException {
        String helm = doing.helmSays(List.of("version", "--short")).strip();
        String kubernetes = doing.look(List.of("version", "-o", "json"));
        List<String> old = new ArrayList<>();
        NodeProofs.oldHelm(helm).ifPresent(old::add);
        NodeProofs.oldKubernetes(kubernetes).ifPresent(old::add);
        if (!old.isEmpty()) {
            throw new StepFailed(String.join("; ", old));
        }
        return "helm " + helm;
    }

    private String lookForPools() throws StepFailed, InterruptedException {
        there = Optional.empty();
        PoolsThere found = doing.look(Calls.poolKind()).isBlank() ? PoolsThere.NONE
                : PoolsThere.read(install, doing.look(Calls.poolList())).orElseThrow(() -> new StepFailed(
                        "kubectl get " + Calls.POOLS + ": what came is no list of pools"));
        if (!found.conflicts().isEmpty()) {
            throw new StepFailed(String.join("\n", found.conflicts()));
        }
        there = Optional.of(found);
        return found.asPlanned().isEmpty() ? "" : found.asPlanned().size() + " of " + install.disks().size()
                + " pools are there already";
    }

    private boolean isThere(String pool) {
        return there.map(found -> found.asPlanned().contains(pool)).orElse(false);
    }

    private String runPods(Action.RunPods run) throws StepFailed, InterruptedException {
        List<CheckPod> pods = run.pods().stream().filter(pod -> isNeeded(run.reading(), pod)).toList();
        if (pods.isEmpty()) {
            return "";
        }
        for (CheckPod pod : pods) {
            doing.kubectl(Calls.forget(pod));
            doing.kubectl(Calls.start(pod));
        }
        Set<String> engines = run.reading() == Reading.NETWORK ? Wishes.engineNodes(install.release(),
                doing.look(Calls.look())) : Set.of();
        doing.await(Calls.look(), new Wish.PodsEnded(pods.stream().map(CheckPod::name).toList()), run.patience());
        Readings all = Readings.NONE;
        List<String> wrong = new ArrayList<>();
        for (CheckPod pod : pods) {
            Readings own = read(run.reading(), pod, engines);
            all = all.and(own);
            wrong.addAll(wrong(run.reading(), pod, own));
        }
        proofs.addAll(all.proofs());
        figures.putAll(all.figures());
        if (!wrong.isEmpty()) {
            throw new StepFailed(String.join("\n", wrong));
        }
        return switch (run.reading()) {
            case NETWORK -> all.proofs().size() + " measurements are good";
            case DISKS -> all.proofs().stream().filter(Proof::good).map(Proof::subject).distinct().count()
                    + " disks are the planned ones and carry nothing else";
            case VOLUME -> String.join("; ", Compare.of(figures).stream().map(Compare.Ratio::words).toList());
        };
    }

    /** A node whose pools are all there needs no proof: nothing will be created on it. */
    private boolean isNeeded(Reading reading, CheckPod pod) {
        return reading != Reading.DISKS || node(pod).disks().stream().anyMatch(disk -> !isThere(disk.pool()));
    }

    private Install.Node node(CheckPod pod) {
        return install.nodes().stream().filter(node -> node.name().equals(pod.node())).findFirst().orElseThrow();
    }

    private Readings read(Reading reading, CheckPod pod, Set<String> engines) throws StepFailed, InterruptedException {
        String log = doing.look(Calls.logs(pod));
        return switch (reading) {
            case NETWORK -> Readings.network(install, node(pod), log, engines.contains(pod.node()), now());
            case DISKS -> Readings.disks(node(pod), log, now());
            case VOLUME -> Readings.volume(log);
        };
    }

    /** Of disks, those whose pools are there are not asked for more. */
    private List<String> wrong(Reading reading, CheckPod pod, Readings own) throws StepFailed, InterruptedException {
        if (reading != Reading.DISKS) {
            return own.bad();
        }
        List<String> wrong = new ArrayList<>();
        for (Install.Disk disk : node(pod).disks()) {
            String subject = pod.node() + "/" + disk.serial();
            if (own.proves(subject)) {
                proven.add(subject);
            } else if (!isThere(disk.pool())) {
                wrong.add(own.bad().stream().filter(line -> line.startsWith(subject + ":")
                        || line.contains(disk.serial())).findFirst().orElse("disk " + subject + " was not proven"));
            }
        }
        if (wrong.isEmpty() && node(pod).disks().stream().noneMatch(disk -> isThere(disk.pool()))
                && !doing.isSo(Calls.look(), new Wish.PodsSucceeded(List.of(pod.name())))) {
            node(pod).disks().forEach(disk -> proven.remove(pod.node() + "/" + disk.serial()));
            wrong.add("the pod " + pod.name() + " failed, so its disks were not proven");
        }
        return wrong;
    }

    /** Mayastor overwrites what is on a disk: unless each one is proven, or its pool is there, nothing is created. */
    private String createPools(Action.CreatePools create) throws StepFailed, InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (Install.Placed placed : install.disks()) {
            String pool = placed.disk().pool();
            if (!isThere(pool) && !proven.contains(placed.subject())) {
                wrong.add("disk " + placed.subject() + " was not proven in this run");
            }
            Optional<Action.Pool> file = create.pools().stream().filter(own -> own.name().equals(pool)).findFirst();
            if (file.isEmpty()) {
                wrong.add("pool " + pool + " has no file");
            } else {
                files.apply(file.get().file()).map(text -> PoolsThere.trouble(text, placed)).orElse(Optional.of(
                        file.get().file() + " is missing")).ifPresent(wrong::add);
            }
        }
        if (!wrong.isEmpty() || create.pools().size() != install.disks().size()) {
            throw new StepFailed("no pool was created: " + String.join("; ", wrong));
        }
        for (Action.Pool pool : create.pools()) {
            doing.kubectl(Calls.create(pool));
        }
        return "";
    }

    private String volume(Action.AwaitVolume await) throws StepFailed, InterruptedException {
        String name = Wishes.volumeOf(doing.look(Calls.claim(await.claim())));
        return doing.await(Calls.volume(install, Doing.volumeId(install, name)), await.wish(), await.patience());
    }
}
