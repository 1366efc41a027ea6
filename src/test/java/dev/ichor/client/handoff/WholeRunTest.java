package dev.ichor.client.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.kube.ChartRepository;
import dev.ichor.kube.KubeTools;
import dev.ichor.kube.KubeWorld;
import dev.ichor.kube.Machine;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.Bundles;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole run with the real helm and kubectl, on a stand-in of a cluster. */
@Tag("npm")
@Timeout(180)
class WholeRunTest {
    private static final HandoffPlan PLAN = Sites.plan();

    @TempDir
    private Path folder;

    @Test
    void installsATriedMayastor() throws Exception {
        Install install = Install.of(PLAN);
        try (KubeWorld world = new KubeWorld(Machine.of(PLAN));
             ChartRepository charts = new ChartRepository(Path.of("src/test/resources/kube/charts/openebs"),
                     install.chart().version(), install.chart().version());
             Workspace workspace = Workspace.make(Optional.of(folder))) {
            Bundle bundle = Bundles.of(PLAN, false);
            Map<String, String> files = new LinkedHashMap<>();
            bundle.files().forEach(file -> files.put(file.path(), file.text()));
            workspace.write(files);
            Path kubeconfig = workspace.kubeconfig(world.kubeconfig());
            Programs programs = new Programs(KubeTools.helm(), KubeTools.kubectl(), install.namespace(),
                    workspace.bundle(), kubeconfig);
            RecordingBook book = new RecordingBook();
            Pace pace = new Pace(InstantSource.system(), millis -> { }, Duration.ofMillis(10), Duration.ofSeconds(20));
            Runner.Ended ended = new Runner(install, workspace::text, programs, book, RecordingBook.SILENT, pace)
                    .run(Steps.of(install, Steps.Source.of(install, charts.url())));
            System.err.println(book.lines());
            System.err.println(ended);
            assertEquals("done", ended.outcome(), ended.toString());
            assertTrue(world.destroyed().isEmpty());
        }
    }
}
