package dev.ichor.client.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.kube.ChartRepository;
import dev.ichor.kube.KubeTools;
import dev.ichor.kube.KubeWorld;
import dev.ichor.kube.Machine;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Bundles;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Install;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The bundle's scripts with the real helm and kubectl, on a stand-in of a cluster. */
@Tag("npm")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(240)
class InstallScriptTest {
    private static final HandoffPlan PLAN = Sites.plan();
    private static final Install INSTALL = Install.of(PLAN);

    @TempDir
    private Path folder;

    private record Ended(int code, String text) {
    }

    private Ended script(String name, KubeWorld world, ChartRepository charts) throws Exception {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), world.kubeconfig());
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder("sh", folder.resolve("bundle").resolve(name).toString())
                .redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(Map.of("PATH", KubeTools.helm().getParent() + ":" + System.getenv("PATH"),
                "KUBECONFIG", kubeconfig.toString(), "REPOSITORY", charts.url(), "PATIENCE", "30",
                "HOME", folder.toString(), "PACE", "1"));
        Process process = builder.start();
        assertTrue(process.waitFor(200, TimeUnit.SECONDS), () -> "it ends");
        return new Ended(process.exitValue(), Files.readString(out));
    }

    @Test
    void refusesADiskWithDataAndGoesOnWhenItIsBlank() throws Exception {
        for (BundleFile file : Bundles.of(PLAN, false).files()) {
            Path target = folder.resolve("bundle").resolve(file.path());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.text());
        }
        String serial = INSTALL.disks().getLast().disk().serial();
        try (KubeWorld world = new KubeWorld(Machine.of(PLAN));
             ChartRepository charts = new ChartRepository(Path.of("src/test/resources/kube/charts/openebs"),
                     INSTALL.chart().version(), INSTALL.chart().version())) {
            world.setTicks(20);
            world.put(serial, "an ext4 filesystem");
            Ended refused = script("install.sh", world, charts);
            assertEquals(1, refused.code(), refused.text());
            assertTrue(refused.text().contains("FAILED in step disks: disk " + serial), refused.text());
            assertTrue(world.names().stream().noneMatch(name -> name.startsWith("diskpools.openebs.io openebs")));
            world.put(serial, "");
            Ended first = script("install.sh", world, charts);
            assertEquals(0, first.code(), first.text());
            Ended verified = script("verify.sh", world, charts);
            assertEquals(0, verified.code(), verified.text());
            assertEquals(List.of(), world.destroyed());
            assertTrue(world.recording().deleted().stream().allMatch(name -> name.contains("/ichor-")),
                    world.recording().deleted().toString());
            assertTrue(world.recording().madeTwice().keySet().stream().allMatch(name -> name.contains("/ichor-")
                    || name.startsWith("secrets")), world.recording().madeTwice().toString());
        }
    }
}
