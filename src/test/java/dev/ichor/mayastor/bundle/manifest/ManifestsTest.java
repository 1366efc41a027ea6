package dev.ichor.mayastor.bundle.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff.Domain;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.chart.Chart;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Namespace, pools, classes, checks and lists of a bundle. */
@Timeout(30)
class ManifestsTest {
    @Test
    void theFilesAreThoseOfTheLayoutAndAllParse() {
        List<BundleFile> files = Manifests.of(Made.GOOD.nodes(2).plan());
        assertEquals(Set.of("chart/values.yaml", "chart/images.txt", "chart/chart.txt", "manifests/00-namespace.yaml",
                "manifests/pools/worker-1-00000000.yaml", "manifests/pools/worker-1-00000001.yaml",
                "manifests/pools/worker-2-00000000.yaml", "manifests/pools/worker-2-00000001.yaml",
                "manifests/30-classes.yaml", "checks/disks-worker-1.yaml", "checks/disks-worker-2.yaml",
                "checks/network-worker-1.yaml", "checks/network-worker-2.yaml", "checks/claim.yaml",
                "checks/fio.yaml"), Set.copyOf(files.stream().map(BundleFile::path).toList()));
        for (BundleFile file : files) {
            assertTrue(file.text().endsWith("\n") && !file.text().endsWith("\n\n"), file.path());
            if (file.path().endsWith(".yaml")) {
                Made.yaml(file);
            }
        }
        assertEquals(files, Manifests.of(Made.GOOD.nodes(2).plan()));
    }

    @Test
    void theNamespaceLetsPrivilegedPodsRun() {
        Object namespace = Made.GOOD.yaml("manifests/00-namespace.yaml");
        assertEquals("openebs", Made.at(namespace, "metadata", "name"));
        for (String mode : List.of("enforce", "audit", "warn")) {
            assertEquals("privileged", Made.at(namespace, "metadata", "labels", "pod-security.kubernetes.io/" + mode));
        }
        assertEquals("mayastor", Made.at(Made.GOOD.with(Made.STANDALONE).yaml("manifests/00-namespace.yaml"),
                "metadata", "name"));
    }

    @Test
    void aPoolHasOneDiskByItsLink() {
        Object pool = Made.GOOD.yaml("manifests/pools/worker-1-00000000.yaml");
        assertEquals("openebs.io/v1beta3", Made.at(pool, "apiVersion"));
        assertEquals("DiskPool", Made.at(pool, "kind"));
        assertEquals(Map.of("name", "worker-1-00000000", "namespace", "openebs"), Made.at(pool, "metadata"));
        assertEquals("worker-1", Made.at(pool, "spec", "node"));
        assertEquals(List.of("aio:///dev/disk/by-id/nvme-Fast_SER10"), Made.at(pool, "spec", "disks"));
        assertEquals(Map.of("node", "worker-1", "zone", "zone-1", "rack", "rack-1", "tier", "nvme"),
                Made.at(pool, "spec", "topology", "labelled"));
        assertEquals("16MiB", Made.at(pool, "spec", "clusterSize"));
        assertEquals("1x", Made.at(pool, "spec", "maxExpansion"));
    }

    @Test
    void aPoolHasOnlyWhatItsVersionKnows() {
        for (Chart chart : List.of(Made.OLD, new Chart(Made.OLD.kind(), "2.9.2", "2.9.2", "v1beta3"))) {
            Object pool = Made.GOOD.with(chart).yaml("manifests/pools/worker-1-00000000.yaml");
            assertEquals("openebs.io/" + chart.poolApi(), Made.at(pool, "apiVersion"));
            assertEquals(Set.of("node", "disks", "topology"), ((Map<?, ?>) Made.at(pool, "spec")).keySet());
        }
    }

    @Test
    void theReplicatedClassIsTheDefault() {
        Object classes = Made.GOOD.yaml("manifests/30-classes.yaml");
        Object single = Made.at(classes, 0);
        Object replicated = Made.at(classes, 1);
        String annotation = "storageclass.kubernetes.io/is-default-class";
        assertEquals("mayastor-single", Made.at(single, "metadata", "name"));
        assertEquals("false", Made.at(single, "metadata", "annotations", annotation));
        assertEquals(Map.of("protocol", "nvmf", "repl", "1", "fsType", "ext4"), Made.at(single, "parameters"));
        assertEquals("mayastor-replicated", Made.at(replicated, "metadata", "name"));
        assertEquals("true", Made.at(replicated, "metadata", "annotations", annotation));
        assertEquals(Map.of("protocol", "nvmf", "repl", "3", "fsType", "ext4", "stsAffinityGroup", "true"),
                Made.at(replicated, "parameters"));
        assertEquals("2", Made.at(Made.GOOD.nodes(2).yaml("manifests/30-classes.yaml"), 1, "parameters", "repl"));
    }

    @Test
    void replicasSpreadOverDomainsByLabelsOfMayastorsNodes() {
        Made racks = Made.GOOD.domain(Domain.RACK);
        assertEquals("domain", Made.at(racks.yaml("manifests/30-classes.yaml"), 1, "parameters",
                "nodeSpreadTopologyKey"));
        assertNull(Made.at(racks.yaml("manifests/30-classes.yaml"), 0, "parameters", "nodeSpreadTopologyKey"));
        assertEquals(List.of("v0/nodes/worker-1/label/domain=rack-1?overwrite=true",
                "v0/nodes/worker-2/label/domain=rack-2?overwrite=true",
                "v0/nodes/worker-3/label/domain=rack-3?overwrite=true"),
                racks.file("manifests/20-node-labels.txt").text().lines().filter(line -> !line.startsWith("#"))
                        .toList());
    }

    @Test
    void aDiskCheckSeesTheDisksOfItsNodeAndWritesToNone() {
        Object pod = Made.GOOD.yaml("checks/disks-worker-2.yaml");
        assertEquals("ichor-disks-worker-2", Made.at(pod, "metadata", "name"));
        assertEquals("worker-2", Made.at(pod, "spec", "nodeName"));
        assertEquals("Never", Made.at(pod, "spec", "restartPolicy"));
        Object container = Made.at(pod, "spec", "containers", 0);
        assertEquals(Map.of("name", "dev", "mountPath", "/host/dev", "readOnly", true),
                Made.at(container, "volumeMounts", 0));
        List<?> command = (List<?>) Made.at(container, "command");
        assertEquals(CheckPod.script("disks.sh"), command.get(2));
        assertEquals(List.of("worker-2-00000000", "/dev/disk/by-id/nvme-Fast_SER20", "SER20", "eui.20",
                "1920383410176", "new", "worker-2-00000001", "/dev/disk/by-id/nvme-Fast_SER21", "SER21", "eui.21",
                "1920383410176", "kept"), command.subList(4, command.size()));
    }

    @Test
    void aNetworkCheckAsksEachOtherStorageNode() {
        Object pod = Made.GOOD.yaml("checks/network-worker-1.yaml");
        assertEquals(true, Made.at(pod, "spec", "hostNetwork"));
        List<?> command = (List<?>) Made.at(pod, "spec", "containers", 0, "command");
        assertEquals(List.of("worker-1", "10.10.0.11", "9000", "worker-2", "10.10.0.12", "worker-3", "10.10.0.13"),
                command.subList(4, command.size()));
        List<?> without = (List<?>) Made.at(Made.GOOD.withoutNetwork().yaml("checks/network-worker-1.yaml"), "spec",
                "containers", 0, "command");
        assertEquals(List.of("worker-1", "-", "0"), without.subList(4, without.size()));
    }

    @Test
    void theTriedVolumeIsOfTheReplicatedClass() {
        assertEquals("mayastor-replicated", Made.at(Made.GOOD.yaml("checks/claim.yaml"), "spec", "storageClassName"));
        Object pod = Made.GOOD.yaml("checks/fio.yaml");
        assertEquals(Made.at(Made.GOOD.yaml("checks/claim.yaml"), "metadata", "name"),
                Made.at(pod, "spec", "volumes", 0, "persistentVolumeClaim", "claimName"));
        assertNull(Made.at(pod, "spec", "containers", 0, "securityContext", "privileged"));
    }

    @Test
    void theImagesAreListedAndAMirrorHasThemAll() {
        List<String> own = images(Made.GOOD);
        assertTrue(own.containsAll(List.of("docker.io/openebs/mayastor-io-engine:v2.11.1",
                "docker.io/openebs/provisioner-localpv:4.5.1", "registry.k8s.io/sig-storage/csi-provisioner:v5.2.0",
                "docker.io/library/busybox:1.37.0", "nixery.dev/shell/fio:latest", "docker.io/nats:2.9.17-alpine")),
                own.toString());
        assertTrue(own.stream().noneMatch(image -> image.contains("loki") || image.contains("callhome")));
        assertFalse(images(Made.GOOD.nodes(1)).contains("docker.io/nats:2.9.17-alpine"));
        List<String> mirrored = images(Made.GOOD.registry("mirror.lan:5000/pull"));
        assertTrue(mirrored.contains("registry.k8s.io/sig-storage/csi-provisioner:v5.2.0 "
                + "mirror.lan:5000/pull/sig-storage/csi-provisioner:v5.2.0"), mirrored.toString());
        assertEquals("mirror.lan:5000/pull/shell/fio:latest", Made.at(Made.GOOD.registry("mirror.lan:5000/pull")
                .yaml("checks/fio.yaml"), "spec", "containers", 0, "image"));
        assertTrue(Made.GOOD.with(Made.OLD).file("chart/images.txt").text().contains("INCOMPLETE"));
    }

    private static List<String> images(Made made) {
        return made.file("chart/images.txt").text().lines().filter(line -> !line.startsWith("#")).toList();
    }
}
