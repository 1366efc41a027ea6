package dev.ichor.mayastor.bundle.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.MayastorPlan.LocalVolume;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The chart's values: where each key stands, of which type it is, and why. */
@Timeout(30)
class ValuesFileTest {
    private static Object values(Made made) {
        return made.yaml("chart/values.yaml");
    }

    /** Mayastor's own, wherever they stand. */
    private static Object mayastor(Made made) {
        return made.chart().kind() == Made.UMBRELLA.kind() ? Made.at(values(made), "mayastor") : values(made);
    }

    @Test
    void theUmbrellasKeysStandBelowMayastor() {
        assertEquals(List.of("engines", "loki", "alloy", "localpv-provisioner", "mayastor"),
                List.copyOf(((Map<?, ?>) values(Made.GOOD)).keySet()));
        assertEquals(false, Made.at(values(Made.GOOD), "engines", "local", "lvm", "enabled"));
        assertEquals(List.of("loki", "alloy", "localpv-provisioner", "csi", "io_engine", "etcd", "obs"),
                List.copyOf(((Map<?, ?>) values(Made.GOOD.with(Made.STANDALONE))).keySet()));
        assertEquals(false, Made.at(values(Made.GOOD.with(Made.OLD)), "loki-stack", "enabled"));
    }

    @Test
    void eachValueHasItsType() {
        for (Made made : List.of(Made.GOOD, Made.GOOD.with(Made.STANDALONE), Made.GOOD.with(Made.OLD))) {
            Object values = mayastor(made);
            assertEquals(List.of(2, 3), Made.at(values, "io_engine", "coreList"));
            assertEquals("subnet:10.10.0.0/24", Made.at(values, "io_engine", "target", "nvmf", "iface"));
            Map<String, String> resources = Map.of("cpu", "2", "memory", "1Gi", "hugepages2Mi", "2Gi");
            assertEquals(resources, Made.at(values, "io_engine", "resources", "limits"));
            assertEquals(resources, Made.at(values, "io_engine", "resources", "requests"));
            assertEquals(3, Made.at(values, "etcd", "replicaCount"));
            assertEquals("cluster.local", Made.at(values, "etcd", "clusterDomain"));
            assertEquals(false, Made.at(values, "csi", "node", "initContainers", "enabled"));
            assertEquals(false, Made.at(values, "obs", "callhome", "enabled"));
            assertNull(Made.at(values, "csi", "node", "nvme"));
            assertNull(Made.at(values, "nodeSelector"));
        }
    }

    @Test
    void hugePagesAreAsManyAsThePlanHas() {
        Object odd = mayastor(Made.GOOD.engine(1280, List.of(1, 2, 3)));
        assertEquals("2560Mi", Made.at(odd, "io_engine", "resources", "requests", "hugepages2Mi"));
        assertEquals("3", Made.at(odd, "io_engine", "resources", "limits", "cpu"));
        assertNull(Made.at(mayastor(Made.GOOD.withoutNetwork()), "io_engine", "target"));
    }

    @Test
    void etcdsVolumesLieWhereTheKubeletSeesThem() {
        Map<Made, String> places = Map.of(Made.GOOD, "/var/local/openebs",
                Made.GOOD.with(Made.STANDALONE), "/var/local/mayastor",
                Made.GOOD.talos("v1.14.0-rc.1"), "/var/mnt/openebs",
                Made.GOOD.local(LocalVolume.VOLUME), "/var/mnt/openebs",
                Made.GOOD.talos("v1.14.0").local(LocalVolume.MOUNT), "/var/local/openebs",
                Made.GOOD.talos("v1.14.0").local(LocalVolume.NONE), "/var/local/openebs");
        places.forEach((made, place) -> {
            assertEquals(place + "/localpv-hostpath/etcd", Made.at(mayastor(made), "etcd", "localpvScConfig",
                    "basePath"));
            assertEquals(place + "/hostpath", Made.at(values(made), "localpv-provisioner", "localpv", "basePath"));
        });
    }

    @Test
    void fewNodesGetWhatFitsOnThem() {
        Object one = mayastor(Made.GOOD.nodes(1));
        assertEquals(1, Made.at(one, "etcd", "replicaCount"));
        assertEquals(false, Made.at(one, "eventing", "enabled"));
        Object two = mayastor(Made.GOOD.nodes(2));
        assertEquals(3, Made.at(two, "etcd", "replicaCount"));
        assertEquals("soft", Made.at(two, "etcd", "podAntiAffinityPreset"));
        assertEquals(false, Made.at(two, "eventing", "enabled"));
        assertNull(Made.at(mayastor(Made.GOOD), "eventing"));
    }

    @Test
    void aMirrorIsToldToEachPart() {
        Made made = Made.GOOD.registry("mirror.lan:5000");
        assertEquals("mirror.lan:5000", Made.at(values(made), "global", "imageRegistry"));
        assertEquals("mirror.lan:5000", Made.at(values(made), "preUpgradeHook", "image", "registry"));
        for (String path : List.of("image", "csi image", "etcd image", "etcd volumePermissions image",
                "nats nats image", "nats reloader image", "nats exporter image", "preUpgradeHook image")) {
            assertEquals("mirror.lan:5000", Made.at(mayastor(made), (Object[]) (path + " registry").split(" ")), path);
        }
        assertTrue(Made.GOOD.file("chart/values.yaml").text().lines().noneMatch(line -> line.contains("registry")));
    }

    @Test
    void eachChoiceIsExplained() {
        String text = Made.GOOD.file("chart/values.yaml").text();
        assertTrue(text.contains("""
                    # Integers; a range in quotes is dropped without a word.
                    coreList:
                      - 2
                      - 3
                """), text);
        assertTrue(text.contains("  etcd:\n    # It holds"), text);
    }
}
