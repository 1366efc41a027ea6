package dev.ichor.kube;

import dev.ichor.client.handoff.Pace;
import dev.ichor.client.handoff.Progress;
import dev.ichor.client.handoff.RunBook;
import dev.ichor.client.handoff.Runner;
import dev.ichor.client.handoff.Tools;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Step;
import dev.ichor.mayastor.site.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** A cluster that is handed over in a test: the bundle in a folder, the stand-in of the cluster, and what runs say. */
public final class Handover implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(3);
    private final HandoffPlan plan;
    private final Bundle bundle;
    private final Path folder;
    private final KubeWorld world;
    private final Book book = new Book();
    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-03-02T10:00:00Z"));

    /** @param folder into which the bundle is written */
    public Handover(HandoffPlan plan, Bundle bundle, Path folder) throws IOException {
        this.plan = plan;
        this.bundle = bundle;
        this.folder = folder;
        for (BundleFile file : bundle.files()) {
            Path path = folder.resolve(file.path());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.text());
            path.toFile().setExecutable(file.executable());
        }
        world = new KubeWorld(Machine.of(plan));
        world.serveMonitoring();
    }

    public KubeWorld world() {
        return world;
    }

    public Book book() {
        return book;
    }

    public Install install() {
        return Install.of(plan);
    }

    /** Walks the steps, with a clock that only goes while it waits, and then at once: so many looks at most. */
    public Runner.Ended run(Tools tools, List<Step> steps, int looks) {
        Pace pace = new Pace(clock::get, millis -> clock.updateAndGet(now -> now.plusMillis(millis)), EVERY,
                EVERY.multipliedBy(looks));
        book.steps.clear();
        return new Runner(install(), path -> bundle.file(path).map(BundleFile::text), tools, book, new Quiet(), pace)
                .run(steps);
    }

    /** Serials of pool disks by link. */
    public Map<String, String> serials() {
        return plan.pools().stream().collect(Collectors.toMap(HandoffPlan.Pool::link, HandoffPlan.Pool::serial));
    }

    /** What must never be, whatever went wrong; empty if all is well. */
    public List<String> wrongs() {
        List<String> wrongs = new ArrayList<>();
        world.destroyed().forEach(what -> wrongs.add("data was destroyed: " + what));
        world.recording().unproven(serials()).forEach(serial -> wrongs.add("a pool was written before its disk "
                + serial + " was proven"));
        world.recording().madeTwice().forEach((what, count) -> {
            // A claim that clean-up removed before the run was cut is tried again.
            if (!what.startsWith("persistentvolumeclaims ")) {
                wrongs.add(what + " was made " + count + " times");
            }
        });
        world.recording().deleted().stream().filter(what -> !what.matches("(pods|persistentvolumeclaims) .*/ichor-.*"))
                .forEach(what -> wrongs.add(what + " was deleted"));
        return wrongs;
    }

    /** What a good end lacks; empty if nothing. */
    public List<String> lacks() {
        List<String> lacks = new ArrayList<>();
        String space = install().namespace();
        plan.pools().stream().filter(pool -> world.object(PoolOperator.POOLS, space, pool.name()).filter(found ->
                Tree.text(Tree.parse(found.getBytes()), "status", "status").equals("Online")).isEmpty())
                .forEach(pool -> lacks.add(pool.name() + " is not online"));
        long pools = world.names().stream().filter(name -> name.startsWith(PoolOperator.POOLS + " ")).count();
        if (pools != plan.pools().size()) {
            lacks.add("there are " + pools + " pools");
        }
        for (String name : List.of("mayastor-single", "mayastor-replicated")) {
            if (world.object("storageclasses.storage.k8s.io", "", name).isEmpty()) {
                lacks.add("there is no class " + name);
            }
        }
        world.names().stream().filter(name -> name.matches("(pods|persistentvolumeclaims) .*/ichor-.*"))
                .forEach(name -> lacks.add(name + " is left"));
        return lacks;
    }

    @Override
    public void close() {
        world.close();
    }

    /** Keeps the last word of each step of the last run, and all that was measured. */
    public static final class Book implements RunBook {
        private final Map<String, String> steps = new LinkedHashMap<>();
        private final List<Proof> proofs = new ArrayList<>();
        private String outcome = "";

        /** State and words by step. */
        public Map<String, String> steps() {
            return Map.copyOf(steps);
        }

        public List<Proof> proofs() {
            return List.copyOf(proofs);
        }

        public String outcome() {
            return outcome;
        }

        @Override
        public void step(int number, String name, String state, String detail, Map<String, Double> results) {
            steps.put(name, state + " " + detail);
        }

        @Override
        public void prove(List<Proof> found) {
            proofs.addAll(found);
        }

        @Override
        public void end(String end) {
            outcome = end;
        }
    }

    private static final class Quiet implements Progress {
        @Override
        public void begins(int number, int of, Step step) {
            // Nobody looks.
        }

        @Override
        public void stands(String words) {
            // Nobody looks.
        }

        @Override
        public void ends(String state, String words) {
            // Nobody looks.
        }
    }
}
