package dev.ichor.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.client.handoff.Programs;
import dev.ichor.client.handoff.Runner;
import dev.ichor.client.handoff.Tools;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Bundles;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Step;
import dev.ichor.mayastor.run.Steps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run against the stand-in of a cluster, with everything going wrong once: what fails is told, what is run again
 * comes to a good end, nothing is made twice, and no disk gets a pool before it was proven.
 */
@Tag("npm")
@Timeout(300)
class WholeRunTest {
    private static final int LOOKS = 40;
    private static final int EACH = 3;
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
        Shell.Ended ended = new Shell(shared, "").helm("template", "openebs", CHART.toString(), "--namespace", "openebs",
                "--values", values.toString());
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
    void everyTroubleIsToldAndMended() throws Exception {
        for (Trouble trouble : Trouble.values()) {
            try (Handover handover = new Handover(PLAN, bundle, Files.createDirectory(folder.resolve(trouble.name())))) {
                handover.world().strike(trouble);
                Runner.Ended struck = run(handover, folder.resolve(trouble.name()));
                assertEquals("failed " + trouble.step(), struck.outcome() + " " + struck.step(), () -> trouble + ": "
                        + struck);
                assertFalse(struck.causes().isEmpty(), () -> trouble + ": " + struck);
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

    /** The real programs, on one cluster, stopped three times on the way. */
    @Test
    void realHelmAndKubectlComeThrough() throws Exception {
        try (Handover handover = new Handover(PLAN, bundle, Files.createDirectory(folder.resolve("bundle")));
                ChartRepository charts = new ChartRepository(CHART, PLAN.chart().version(), PLAN.chart().mayastor())) {
            handover.world().setTicks(3);
            Shell shell = new Shell(folder, handover.world().kubeconfig());
            Tools tools = new Programs(wrapped(shell, "helm", KubeTools.helm()), wrapped(shell, "kubectl",
                    KubeTools.kubectl()), "openebs", folder.resolve("bundle"), folder.resolve("kubeconfig"));
            List<Step> steps = Steps.of(handover.install(), Steps.Source.of(handover.install(), charts.url()));
            for (Trouble trouble : List.of(Trouble.DISK_HOLDS_DATA, Trouble.HELM_FAILS_HALFWAY, Trouble.POOLS_CUT)) {
                handover.world().strike(trouble);
                Runner.Ended struck = handover.run(tools, steps, LOOKS);
                assertEquals("failed " + trouble.step(), struck.outcome() + " " + struck.step(), () -> trouble + ": "
                        + struck);
                handover.world().mend();
            }
            Runner.Ended ended = handover.run(tools, steps, LOOKS);
            assertTrue(ended.isDone(), ended::toString);
            assertEquals(List.of(), handover.lacks());
            assertEquals(List.of(), handover.wrongs());
            assertTrue(charts.asked().contains("/index.yaml"), charts.asked()::toString);
        }
    }

    /** With no settings of the person who runs the tests. */
    private Path wrapped(Shell shell, String name, Path program) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\nHOME=" + folder + " exec " + program
                + " \"$@\"\n");
        assertTrue(file.toFile().setExecutable(true) && shell.environment().containsKey("HOME"));
        return file;
    }

    @Test
    void kubectlTakesAllFilesOfABundle() throws Exception {
        Bundle free = Bundles.of(PLAN, true);
        try (Handover handover = new Handover(PLAN, free, folder)) {
            handover.world().define("openebs.io", "DiskPool", PLAN.chart().poolApi());
            handover.world().define("velero.io", "Schedule", "v1");
            List<String> arguments = new ArrayList<>(List.of("apply", "--dry-run=client", "-o", "name"));
            List<String> files = free.files().stream().map(BundleFile::path).filter(path -> path.matches(
                    "(manifests|checks|backup)/.*\\.yaml|monitoring/(rules|service-monitor)\\.yaml|hands-free/job\\.yaml"))
                    .toList();
            files.forEach(path -> arguments.addAll(List.of("-f", folder.resolve(path).toString())));
            Shell.Ended ended = new Shell(folder, handover.world().kubeconfig()).kubectl(arguments.toArray(String[]::new));
            assertEquals(0, ended.exit(), ended::toString);
            assertTrue(ended.out().lines().count() >= files.size(), ended::toString);
            assertTrue(handover.world().recording().all().stream().noneMatch(Recording.Request::isDone));
        }
    }
}
