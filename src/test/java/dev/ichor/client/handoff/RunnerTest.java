package dev.ichor.client.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.manifest.Manifests;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Cause;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Step;
import dev.ichor.mayastor.run.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs over a stand-in of the tools: the order, failures at each step, resuming, and that no disk is taken unproven.
 */
@Timeout(60)
class RunnerTest {
    private static final HandoffPlan PLAN = Sites.plan();
    private static final Install INSTALL = Install.of(PLAN);
    private static final List<Step> STEPS = Steps.of(INSTALL);
    private static final Map<String, String> FILES = Manifests.of(PLAN).stream().collect(Collectors.toMap(
            BundleFile::path, BundleFile::text));
    private final FakeCluster cluster = new FakeCluster(INSTALL);

    private Runner.Ended run(RecordingBook book) {
        return run(cluster, book, FILES);
    }

    private static Runner.Ended run(FakeCluster cluster, RecordingBook book) {
        return run(cluster, book, FILES);
    }

    private static Runner.Ended run(FakeCluster cluster, RecordingBook book, Map<String, String> files) {
        return run(cluster, book, files, STEPS);
    }

    private static Runner.Ended run(FakeCluster cluster, RecordingBook book, Map<String, String> files,
                                    List<Step> steps) {
        cluster.newRun();
        long[] now = {0};
        Pace pace = new Pace(() -> Instant.EPOCH.plusMillis(now[0]), millis -> now[0] += millis,
                Duration.ofSeconds(3), Duration.ofMinutes(2));
        return new Runner(INSTALL, path -> Optional.ofNullable(files.get(path)), cluster, book, RecordingBook.SILENT,
                pace).run(steps);
    }

    private static String serial(int disk) {
        return INSTALL.disks().get(disk).disk().serial();
    }

    private long pools() {
        return cluster.objects().stream().filter(name -> name.startsWith("pool ")).count();
    }

    @Test
    void aRunDoesAllStepsAndTellsThem() {
        RecordingBook book = new RecordingBook();
        Runner.Ended ended = run(book);
        assertTrue(ended.isDone(), ended.toString());
        List<String> expected = new ArrayList<>(STEPS.stream().flatMap(step -> Stream.of(
                step.name() + " running", step.name() + " done")).toList());
        expected.add("end done");
        assertEquals(expected, book.lines());
        assertEquals(List.of(), cluster.sins);
        assertEquals(2_000.0, ended.figures().get("worker-1/" + serial(0) + " read MB/s"));
        assertEquals(2_000.0, ended.figures().get("volume write MB/s"));
        assertEquals(1.0, ended.ratios().getFirst().value());
        assertEquals(List.of("disk", "hugepages", "jumbo", "kubernetes", "label", "ready"), book.proofs().stream()
                .peek(proof -> assertTrue(proof.good())).map(proof -> proof.kind()).distinct().sorted().toList());
        assertTrue(cluster.objects().stream().noneMatch(name -> name.startsWith("pod ") || name.equals("claim")));
    }

    @Test
    void aFailureAtAnyCommandStopsAndIsResumed() {
        run(new RecordingBook());
        int all = cluster.commands.size();
        for (int failing = 0; failing < all; failing++) {
            FakeCluster fresh = new FakeCluster(INSTALL);
            int number = failing;
            fresh.fails = command -> fresh.commands.size() - 1 >= number;
            RecordingBook book = new RecordingBook();
            Runner.Ended failed = run(fresh, book);
            assertEquals("failed", failed.outcome(), "command " + failing);
            assertTrue(failed.causes().stream().map(Cause::name).toList().contains("unreachable"), failed.toString());
            assertEquals("end failed", book.lines().getLast());
            assertTrue(book.lines().contains(failed.step() + " failed"));
            fresh.fails = command -> false;
            assertTrue(run(fresh, new RecordingBook()).isDone());
            assertEquals(List.of(), fresh.sins);
            assertTrue(fresh.created().entrySet().stream().filter(entry -> !entry.getKey().startsWith("pod "))
                    .filter(entry -> !entry.getKey().equals("claim")).allMatch(entry -> entry.getValue() == 1),
                    fresh.created().toString());
        }
    }

    @Test
    void aDiskThatHoldsDataKeepsEveryPoolFromBeingCreated() {
        for (int disk = 0; disk < INSTALL.disks().size(); disk++) {
            FakeCluster fresh = new FakeCluster(INSTALL);
            fresh.put(serial(disk), "an ext4 filesystem");
            RecordingBook book = new RecordingBook();
            Runner.Ended ended = run(fresh, book);
            assertEquals("disks", ended.step());
            assertTrue(ended.words().contains(serial(disk)), ended.words());
            assertEquals("disk-data", ended.causes().getFirst().name());
            assertTrue(fresh.objects().stream().noneMatch(name -> name.startsWith("pool ") || name.equals("release")));
            assertTrue(book.proofs().stream().anyMatch(proof -> proof.kind().equals("disk") && !proof.good()));
        }
    }

    @Test
    void aFileThatNamesAnotherDiskCreatesNothing() {
        Install.Placed first = INSTALL.disks().getFirst();
        String path = "manifests/pools/" + first.disk().pool() + ".yaml";
        for (String other : List.of("/dev/disk/by-id/other", "/dev/nvme0n1", first.disk().link() + "-part1")) {
            Map<String, String> files = new HashMap<>(FILES);
            files.put(path, FILES.get(path).replace(first.disk().link(), other));
            Runner.Ended ended = run(cluster, new RecordingBook(), files);
            assertEquals("pools", ended.step(), other);
            assertEquals(0, pools());
        }
        Map<String, String> missing = new HashMap<>(FILES);
        missing.remove(path);
        assertEquals("pools", run(cluster, new RecordingBook(), missing).step());
        assertEquals(0, pools());
    }

    @Test
    void whateverFailsWhereverItFailsNoDiskIsTakenUnproven() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            FakeCluster fresh = new FakeCluster(INSTALL);
            boolean dirty = random.nextBoolean();
            if (dirty) {
                fresh.put(serial(random.nextInt(INSTALL.disks().size())), "data");
            }
            double odds = random.nextDouble() * 0.05;
            fresh.fails = command -> random.nextDouble() < odds;
            fresh.stops = command -> random.nextDouble() < odds / 4;
            for (int run = 0; run < 3; run++) {
                run(fresh, new RecordingBook());
            }
            assertEquals(List.of(), fresh.sins, "seed " + seed);
            fresh.fails = command -> false;
            fresh.stops = command -> false;
            assertEquals(dirty ? "failed" : "done", run(fresh, new RecordingBook()).outcome(), "seed " + seed);
            assertEquals(List.of(), fresh.sins, "seed " + seed);
            long pools = fresh.objects().stream().filter(name -> name.startsWith("pool ")).count();
            assertEquals(dirty ? 0 : INSTALL.disks().size(), pools, "seed " + seed);
        }
    }

    @Test
    void withoutTheProofsOfThisRunNoPoolIsCreated() {
        List<Step> without = STEPS.stream().filter(step -> !step.name().equals("disks")).toList();
        Runner.Ended ended = run(cluster, new RecordingBook(), FILES, without);
        assertEquals("pools", ended.step());
        INSTALL.disks().forEach(placed -> assertTrue(ended.words().contains(placed.subject()), ended.words()));
        assertEquals(0, pools());
        assertTrue(run(new RecordingBook()).isDone());
        assertTrue(run(cluster, new RecordingBook(), FILES, without).isDone(), "pools that are there need no proof");
    }

    @Test
    void anInterruptStopsTheRun() {
        cluster.stops = command -> command.startsWith("helm upgrade");
        RecordingBook book = new RecordingBook();
        assertEquals("stopped", run(book).outcome());
        assertEquals(List.of("chart failed", "end stopped"), book.lines().subList(book.lines().size() - 2,
                book.lines().size()));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anotherRunEndsThisOne() {
        RecordingBook book = new RecordingBook().overAt(4);
        Runner.Ended ended = run(book);
        assertEquals("stopped", ended.outcome());
        assertEquals("another run began", ended.words());
        assertEquals(0, pools());
    }

    @Test
    void anEngineThatCrashesIsNotWaitedFor() {
        cluster.podState.put("io-engine-worker-1", "{\"name\":\"io-engine\",\"restartCount\":5,\"state\":{\"waiting\":"
                + "{\"reason\":\"CrashLoopBackOff\"}},\"lastState\":{\"terminated\":{\"exitCode\":1,\"message\":"
                + "\"EAL: Cannot set affinity\"}}}");
        Runner.Ended ended = run(new RecordingBook());
        assertEquals("engine", ended.step());
        assertEquals("cores", ended.causes().getFirst().name(), ended.causes().toString());
        assertEquals(0, pools());
    }
}
