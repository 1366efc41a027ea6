package dev.ichor.mayastor.bundle.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What guides tell to pass to {@code helm install} with {@code --set}, what becomes of it, and what a bundle has in its
 * place. The same table stands in {@code appliance/HANDOFF.md}.
 */
@Timeout(180)
class ClassicGuideTest {
    /**
     * An option.
     *
     * @param umbrella   whether the umbrella chart knows it
     * @param standalone whether the standalone chart knows it, in this type
     * @param path       below Mayastor's values where the bundle has its own
     * @param ours       what it has; null if nothing
     */
    private record Option(String set, boolean umbrella, boolean standalone, String path, Object ours) {
    }

    private static final Map<String, String> RESOURCES = Map.of("cpu", "2", "memory", "1Gi", "hugepages2Mi", "2Gi");
    private static final List<Option> GUIDE = List.of(
            // Three members, where guides have the one whose loss stops every volume.
            new Option("etcd.replicaCount=1", false, true, "etcd.replicaCount", 3),
            // The same form, with cores that were looked up on every node.
            new Option("io_engine.coreList={2,3}", false, true, "io_engine.coreList", List.of(2, 3)),
            // No such key in any chart: the engine starts with the chart's own default.
            new Option("io_engine.hugepages2Mi=1024Mi", false, false, "io_engine.resources.limits", RESOURCES),
            // In the umbrella it pins every component, so that other workers cannot mount volumes.
            new Option("mayastor.nodeSelector.openebs\\.io/engine=mayastor", false, false, "nodeSelector", null),
            // The defaults; what Talos needs is another folder.
            new Option("etcd.persistence.enabled=true", false, true, "etcd.persistence", null),
            new Option("etcd.persistence.size=2Gi", false, true, "etcd.localpvScConfig.basePath",
                    "/var/local/openebs/localpv-hostpath/etcd"),
            // A number without a unit: the CSI node ends at once, again and again.
            new Option("csi.node.nvme.io_timeout=60", false, false, "csi.node.nvme", null));

    @TempDir
    Path folder;

    @Test
    void theBundleHasItsOwnInThePlaceOfEach() {
        for (Made made : List.of(Made.GOOD, Made.GOOD.with(Made.STANDALONE))) {
            boolean umbrella = made == Made.GOOD;
            Object values = made.yaml("chart/values.yaml");
            for (Option option : GUIDE) {
                Object found = Made.at(umbrella ? Made.at(values, "mayastor") : values,
                        (Object[]) option.path.split("\\."));
                Object ours = option.ours instanceof String text && !umbrella ? text.replace("openebs", "mayastor")
                        : option.ours;
                assertEquals(ours, found, option.set);
            }
            assertNull(Made.at(values, "io_engine", "hugepages2Mi"));
        }
    }

    /** What is no key below {@code mayastor} stays none when it is put there, and a type stays a wrong one. */
    @Test
    @Tag("npm")
    void theChartsKnowOnlyWhatTheTableSays() throws Exception {
        for (Option option : GUIDE) {
            assertEquals(option.umbrella, takes(Made.GOOD, option.set), option.set + " in the umbrella");
            assertEquals(option.standalone, takes(Made.GOOD.with(Made.STANDALONE), option.set),
                    option.set + " in the standalone chart");
        }
        assertTrue(takes(Made.GOOD, "mayastor.etcd.replicaCount=3"));
        assertTrue(!takes(Made.GOOD, "mayastor.io_engine.hugepages2Mi=1024Mi"));
        assertTrue(!takes(Made.GOOD, "mayastor.csi.node.nvme.io_timeout=60"));
    }

    private boolean takes(Made made, String set) throws Exception {
        Rendered rendered = Rendered.of(folder, made, "--set", set);
        assertTrue(rendered.code() == 0 || rendered.said().contains("schema"), rendered.said());
        return rendered.code() == 0;
    }

    @Test
    void theDocumentHasTheSameTable() throws Exception {
        String text = Files.readString(Path.of("appliance/HANDOFF.md"));
        for (Option option : GUIDE) {
            assertTrue(text.contains("| `--set " + option.set.replace("={2,3}", "=\"{2,3}\"").replace(
                    ".openebs\\.io/engine", ".\"openebs\\.io/engine\"") + "` |"), option.set);
        }
    }
}
