package dev.ichor.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.client.handoff.Runner;
import dev.ichor.inventory.Handoff;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Bundles;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.Plans;
import dev.ichor.mayastor.run.Steps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run against the stand-in of a cluster, with everything going wrong once: what fails is told, what is run
 * again comes to a good end, nothing is made twice, and no disk gets a pool before it was proven.
 */
@Tag("npm")
@Timeout(300)
class WholeRunTest {
    private static final int LOOKS = 40;
    private static final int EACH = 3;
    /** What a failed step is said to come from; of those that are not here, only that something is said. */
    private static final Map<Trouble, String> CAUSES = Map.ofEntries(
            Map.entry(Trouble.API_DOWN, "unreachable"), Map.entry(Trouble.NODE_NOT_READY, "not-ready"),
            Map.entry(Trouble.LABEL_MISSING, "label"), Map.entry(Trouble.HUGEPAGES_MISSING, "hugepages-pods"),
            Map.entry(Trouble.NAMESPACE_FORBIDDEN, "forbidden"), Map.entry(Trouble.NETWORK_IMAGE_NOT_PULLED, "image"),
            Map.entry(Trouble.JUMBO_LOST, "jumbo"), Map.entry(Trouble.DISKS_IMAGE_NOT_PULLED, "image"),
            Map.entry(Trouble.DISK_HOLDS_DATA, "disk-data"), Map.entry(Trouble.DISK_SWAPPED, "disk-data"),
            Map.entry(Trouble.DISK_MISSING, "pool-missing"), Map.entry(Trouble.ETCD_PENDING, "etcd"),
            Map.entry(Trouble.ENGINE_IMAGE_NOT_PULLED, "image"), Map.entry(Trouble.ENGINE_HUGEPAGES, "hugepages"),
            Map.entry(Trouble.ENGINE_CORES, "cores"), Map.entry(Trouble.MODULE_MISSING, "nvme-tcp"),
            Map.entry(Trouble.POOL_STUCK, "pool-missing"), Map.entry(Trouble.POOL_FOREIGN, "pool-foreign"),
            Map.entry(Trouble.CLAIM_PENDING, "no-space"), Map.entry(Trouble.FIO_IMAGE_NOT_PULLED, "image"));
    private static final HandoffPlan PLAN = Sites.plan();
    private static final Path CHART = Path.of("src/test/resources/kube/charts/openebs").toAbsolutePath();
    private static Bundle bundle;
    private static String rendered;
    @TempDir
    Path folder;

    @BeforeAll
    static void make(@TempDir Path shared) throws Exception {
        bundle = Bundles.of(PLAN, false);
        Path values = Files.writeString(shared.resolve("values.yaml"), bundle.file("chart/values.yaml").orElseThrow()
                .text());
        Shell.Ended ended = new Shell(shared, "").helm("template", "openebs", CHART.toString(),
                "--namespace", "openebs", "--values", values.toString());
        assertEquals(0, ended.exit(), ended::toString);
        rendered = ended.out();
    }

    private static Runner.Ended run(Handover handover, Path folder) throws Exception {
        return handover.run(new DirectTools(handover.world(), folder, "openebs", rendered),
                Steps.of(handover.install()), LOOKS);
    }

    @Test
    void endsWellAndAgain() throws Exception {
        try (Handover handover = new Handover(PLAN, bundle, folder)) {
            Runner.Ended first = run(handover, folder);
            assertTrue(first.isDone(), first::toString);
            assertEquals(List.of(), handover.lacks());
            int made = handover.world().recording().all().size();
            Runner.Ended second = run(handover, folder);
            assertTrue(second.isDone(), second::toString);
            assertEquals(List.of(), handover.lacks());
            assertEquals(List.of(), handover.wrongs());
            assertTrue(made > 50);
        }
    }

    @Test
    void endsWellWithReplicasInDifferentZones() throws Exception {
        HandoffPlan zones = Plans.of(Sites.withDomain(Sites.three(), Handoff.Domain.ZONE));
        try (Handover handover = new Handover(zones, Bundles.of(zones, false), folder)) {
            Runner.Ended ended = run(handover, folder);
            assertTrue(ended.isDone(), ended::toString);
            assertEquals(List.of(), handover.lacks());
            assertEquals(List.of(), handover.wrongs());
        }
    }

    @Test
    void everyTroubleIsToldAndMended() throws Exception {
        for (Trouble trouble : Trouble.values()) {
            try (Handover handover = new Handover(PLAN, bundle,
                    Files.createDirectory(folder.resolve(trouble.name())))) {
                handover.world().strike(trouble);
                Runner.Ended struck = run(handover, folder.resolve(trouble.name()));
                assertEquals("failed " + trouble.step(), struck.outcome() + " " + struck.step(), () -> trouble + ": "
                        + struck);
                assertFalse(struck.causes().isEmpty(), () -> trouble + ": " + struck);
                assertEquals(CAUSES.getOrDefault(trouble, struck.causes().getFirst().name()),
                        struck.causes().getFirst().name(), () -> trouble + ": " + struck.causes());
                handover.world().mend();
                Runner.Ended again = run(handover, folder.resolve(trouble.name()));
                assertTrue(again.isDone(), () -> trouble + ": " + again);
                assertEquals(List.of(), handover.lacks(), trouble::toString);
                assertEquals(List.of(), handover.wrongs(), trouble::toString);
            }
        }
    }

    @Test
    void whereverTheConnectionIsCutItGoesOn() throws Exception {
        long writes;
        try (Handover handover = new Handover(PLAN, bundle, Files.createDirectory(folder.resolve("good")))) {
            assertTrue(run(handover, folder.resolve("good")).isDone());
            writes = handover.world().recording().all().stream().filter(request -> !request.method().equals("GET")
                    && request.status() < 300).count();
        }
        assertTrue(writes > 40, () -> writes + " writes");
        for (int write = 0; write < writes; write += EACH) {
            Path own = Files.createDirectory(folder.resolve("cut-" + write));
            String where = "cut at write " + write;
            try (Handover handover = new Handover(PLAN, bundle, own)) {
                handover.world().cutAtWrite(write);
                Runner.Ended cut = run(handover, own);
                assertEquals("failed", cut.outcome(), () -> where + ": " + cut);
                Runner.Ended again = run(handover, own);
                assertTrue(again.isDone(), () -> where + ": " + again);
                assertEquals(List.of(), handover.lacks(), where);
                assertEquals(List.of(), handover.wrongs(), where);
            }
        }
    }

    @Test
    void kubectlTakesAllFilesOfABundle() throws Exception {
        Bundle free = Bundles.of(PLAN, true);
        try (Handover handover = new Handover(PLAN, free, folder)) {
            handover.world().define("openebs.io", "DiskPool", PLAN.chart().poolApi());
            handover.world().define("velero.io", "Schedule", "v1");
            List<String> arguments = new ArrayList<>(List.of("apply", "--dry-run=client", "-o", "name"));
            List<String> files = free.files().stream().map(BundleFile::path).filter(path -> path.matches(
                    "(manifests|checks|backup)/.*\\.yaml|monitoring/(rules|service-monitor)\\.yaml"
                            + "|hands-free/job\\.yaml")).toList();
            files.forEach(path -> arguments.addAll(List.of("-f", folder.resolve(path).toString())));
            Shell.Ended ended = new Shell(folder, handover.world().kubeconfig())
                    .kubectl(arguments.toArray(String[]::new));
            assertEquals(0, ended.exit(), ended::toString);
            assertTrue(ended.out().lines().count() >= files.size(), ended::toString);
            assertTrue(handover.world().recording().all().stream().noneMatch(Recording.Request::isDone));
        }
    }
}
