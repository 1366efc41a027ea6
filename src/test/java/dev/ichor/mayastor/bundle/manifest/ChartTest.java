package dev.ichor.mayastor.bundle.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff.Domain;
import dev.ichor.kube.KubeTools;
import dev.ichor.mayastor.bundle.BundleFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** helm and kubectl take what a bundle has; the charts are stand-ins, whose schema refuses what real ones ignore. */
@Tag("npm")
@Timeout(180)
class ChartTest {
    private static final Path CHARTS = Path.of("src/test/resources/kube/charts");

    @TempDir
    Path folder;

    @Test
    void bothChartsTakeTheValuesOfEachPlan() throws Exception {
        for (Made made : List.of(Made.GOOD, Made.GOOD.with(Made.STANDALONE), Made.GOOD.nodes(1), Made.GOOD.nodes(2)
                .with(Made.STANDALONE), Made.GOOD.talos("v1.14.0").registry("mirror.lan:5000/pull"),
                Made.GOOD.with(Made.STANDALONE).registry("mirror.lan"), Made.GOOD.withoutNetwork())) {
            Rendered rendered = Rendered.withOurs(folder, made);
            assertEquals(0, rendered.code(), rendered.said());
            engine(made, rendered);
            String release = made.chart().name();
            Object etcd = rendered.get("StatefulSet", release + "-etcd");
            assertEquals(made.nodes() == 1 ? 1 : 3, Made.at(etcd, "spec", "replicas"));
            String place = (String) Made.at(rendered.get("StorageClass", "mayastor-etcd-localpv"), "metadata",
                    "annotations", "cas.openebs.io/config");
            assertTrue(place.contains(ValuesFile.localFolder(made.plan()) + "/localpv-hostpath/etcd"), place);
            assertFalse(rendered.find("StatefulSet", release + "-loki").isPresent());
            assertFalse(rendered.find("Deployment", release + "-obs-callhome").isPresent());
            assertEquals(made.nodes() >= 3, rendered.find("StatefulSet", release + "-nats").isPresent());
            assertEquals(null, Made.at(rendered.get("DaemonSet", release + "-csi-node"), "spec", "template", "spec",
                    "initContainers"));
            if (!made.handoff().registry().isEmpty()) {
                assertTrue(rendered.objects().stream().filter(object -> object.toString().contains("image=")).allMatch(
                        object -> object.toString().contains("image=" + made.handoff().registry() + "/")));
            }
        }
    }

    private static void engine(Made made, Rendered rendered) {
        Object container = Made.at(rendered.get("DaemonSet", made.chart().name() + "-io-engine"), "spec", "template",
                "spec", "containers", 0);
        assertEquals(made.network() ? List.of("-l2,3", "-T=subnet:10.10.0.0/24") : List.of("-l2,3"),
                Made.at(container, "args"));
        for (String kind : List.of("limits", "requests")) {
            assertEquals("2Gi", Made.at(container, "resources", kind, "hugepages-2Mi"));
            assertEquals("2", Made.at(container, "resources", kind, "cpu"));
        }
    }

    @Test
    void ourValuesInTheOtherChartAreRefused() throws Exception {
        for (Made made : List.of(Made.GOOD, Made.GOOD.with(Made.STANDALONE))) {
            Path values = folder.resolve("other.yaml");
            Made other = made == Made.GOOD ? Made.GOOD.with(Made.STANDALONE) : Made.GOOD;
            Files.writeString(values, made.file("chart/values.yaml").text());
            assertNotEquals(0, Rendered.of(folder, other, "--values", values.toString()).code());
        }
    }

    @Test
    void theStandInsMakeTheSame() throws Exception {
        assertEquals(Files.readString(CHARTS.resolve("openebs/templates/_objects.tpl")),
                Files.readString(CHARTS.resolve("mayastor/templates/_objects.tpl")));
    }

    @Test
    void kubectlReadsEachManifest() throws Exception {
        List<BundleFile> files = Manifests.of(Made.GOOD.domain(Domain.ZONE).plan()).stream().filter(file ->
                file.path().endsWith(".yaml") && !file.path().startsWith("chart/")).toList();
        StringBuilder list = new StringBuilder("resources:\n");
        for (BundleFile file : files) {
            Path to = folder.resolve(file.path());
            Files.createDirectories(to.getParent());
            Files.writeString(to, file.text());
            list.append("  - ").append(file.path()).append('\n');
        }
        Files.writeString(folder.resolve("kustomization.yaml"), list);
        Path out = folder.resolve("out.yaml");
        Process kubectl = new ProcessBuilder(KubeTools.kubectl().toString(), "kustomize", folder.toString())
                .redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertTrue(kubectl.waitFor(60, TimeUnit.SECONDS), "kubectl hangs");
        String said = Files.readString(out);
        assertEquals(0, kubectl.exitValue(), said);
        // A namespace, six pools, two classes, two checks for each of three nodes, the claim and its pod.
        assertEquals(1 + 6 + 2 + 6 + 2, said.lines().filter(line -> line.startsWith("kind: ")).count());
    }
}
