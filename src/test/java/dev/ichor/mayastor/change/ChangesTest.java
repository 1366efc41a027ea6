package dev.ichor.mayastor.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.PoolNames;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.mayastor.change.Change.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChangesTest {
    private static final String VALUES = """
            loki:
              enabled: false
            mayastor:
              csi:
                node:
                  initContainers:
                    enabled: false
              etcd:
                replicaCount: 3
              io_engine:
                coreList:
                  - 1
                  - 2
                resources:
                  limits:
                    hugepages2Mi: "2Gi"
            """;
    private static final String CLASSES = """
            apiVersion: "storage.k8s.io/v1"
            kind: "StorageClass"
            metadata:
              name: "mayastor-single"
            parameters:
              repl: "1"
            ---
            apiVersion: "storage.k8s.io/v1"
            kind: "StorageClass"
            metadata:
              name: "mayastor-replicated"
              annotations:
                storageclass.kubernetes.io/is-default-class: "true"
            parameters:
              repl: "3"
            allowVolumeExpansion: true
            """;

    private static String pool(String name, String node, String link, String expansion) {
        return """
                apiVersion: "openebs.io/v1beta3"
                kind: "DiskPool"
                metadata:
                  name: "%s"
                  namespace: "openebs"
                spec:
                  node: "%s"
                  disks:
                    - "aio:///dev/disk/by-id/%s"
                  maxExpansion: "%s"
                """.formatted(name, node, link, expansion);
    }

    private static Map<String, String> bundle() {
        Map<String, String> files = new TreeMap<>();
        for (int i = 1; i <= 3; i++) {
            String node = "worker-" + i;
            String name = PoolNames.of(node, new DiskId("eui." + i, "SER" + i, 1_000));
            files.put("manifests/pools/" + name + ".yaml", pool(name, node, "nvme-Fast_SER" + i, "1x"));
            files.put("checks/disks-" + node + ".yaml", "kind: Pod\n");
        }
        files.put("bundle.json", "{\"files\":\"1\"}\n");
        files.put("chart/values.yaml", VALUES);
        files.put("chart/chart.txt", "openebs/openebs 4.5.1\n");
        files.put("chart/images.txt", "a:1\nb:1\n");
        files.put("manifests/00-namespace.yaml", "kind: Namespace\nmetadata:\n  name: openebs\n");
        files.put("manifests/30-classes.yaml", CLASSES);
        files.put("monitoring/rules.yaml", "expr: up == 0\n");
        files.put("runbooks/node-lost.md", "# A node is lost\n");
        files.put("install.sh", "#!/bin/sh\n");
        return files;
    }

    private static Change only(Map<String, String> before, Map<String, String> now) {
        List<Change> all = Changes.between(before, now);
        assertEquals(1, all.size(), all.toString());
        return all.getFirst();
    }

    private static Change changed(String path, String from, String to) {
        Map<String, String> now = bundle();
        assertTrue(now.get(path).contains(from), path);
        now.put(path, now.get(path).replace(from, to));
        now.put("bundle.json", "{\"files\":\"2\"}\n");
        return only(bundle(), now);
    }

    private static void says(Change change, Kind kind, String meaning, String... mend) {
        assertEquals(kind, change.kind());
        assertTrue(change.meaning().contains(meaning), change.meaning());
        for (String part : mend) {
            assertTrue(change.mend().contains(part), change.mend());
        }
        assertEquals(mend.length == 0, change.mend().isEmpty(), change.mend());
    }

    @Test
    void theSameBundleHasNoChange() {
        assertEquals(List.of(), Changes.between(bundle(), bundle()));
        assertEquals(List.of(), Changes.between(Map.of(), Map.of()));
    }

    @Test
    void theIndexIsToldOnlyAlone() {
        Map<String, String> now = bundle();
        now.put("bundle.json", "{}\n");
        assertEquals("bundle.json", only(bundle(), now).path());
        now.put("install.sh", "#!/bin/bash\n");
        assertEquals(List.of("install.sh"), Changes.between(bundle(), now).stream().map(Change::path).toList());
    }

    @Test
    void aNewNodeBringsItsPools() {
        Map<String, String> now = bundle();
        String name = PoolNames.of("worker-4", new DiskId("eui.4", "SER4", 1_000));
        now.put("manifests/pools/" + name + ".yaml", pool(name, "worker-4", "nvme-Fast_SER4", "1x"));
        now.put("checks/disks-worker-4.yaml", "kind: Pod\n");
        List<Change> all = Changes.between(bundle(), now);
        assertEquals(2, all.size());
        says(all.get(0), Kind.ADDED, "node worker-4 stores from now on", "gates are green");
        says(all.get(1), Kind.ADDED, "pool " + name + " on node worker-4 (disk nvme-Fast_SER4) is new");
        assertTrue(all.get(1).lines().contains("+    - \"aio:///dev/disk/by-id/nvme-Fast_SER4\""),
                all.get(1).lines().toString());
    }

    @Test
    void wordsForPeopleMakeNoOtherPool() {
        String path = bundle().keySet().stream().filter(one -> one.contains("worker-1-")).findFirst().orElseThrow();
        Map<String, String> before = bundle();
        before.put(path, "# Fast serial Box, serial SER1, 1000 bytes\n" + before.get(path));
        Map<String, String> now = bundle();
        now.put(path, "# Fast serial Box, serial SER1, 1000 bytes; carries this pool already\n" + now.get(path));
        assertEquals(List.of(), Changes.between(before, now));
        before.remove(path);
        says(only(before, now), Kind.ADDED, "on node worker-1 (disk SER1) is new");
    }

    @Test
    void aPoolThatGoesIsRetiredAndNotDeleted() {
        Map<String, String> now = bundle();
        String path = now.keySet().stream().filter(one -> one.contains("worker-3-")).findFirst().orElseThrow();
        now.remove(path);
        String name = path.replaceAll(".*/|\\.yaml", "");
        says(only(bundle(), now), Kind.REMOVED, "pool " + name + " on node worker-3", "Do not just delete it",
                "kubectl openebs mayastor cordon pool " + name + " -n openebs", "--show-impact");
        now.remove("checks/disks-worker-3.yaml");
        assertTrue(Changes.between(bundle(), now).getFirst().meaning().contains("worker-3 stores no longer"));
    }

    @Test
    void otherDisksOfAPoolAreADanger() {
        String path = bundle().keySet().stream().filter(one -> one.contains("worker-2-")).findFirst().orElseThrow();
        says(changed(path, "nvme-Fast_SER2", "nvme-Fast_SER9"), Kind.CHANGED,
                "DANGER: pool " + path.replaceAll(".*/|\\.yaml", "") + " has another disk: nvme-Fast_SER2 became"
                        + " nvme-Fast_SER9", "Do not apply it");
        says(changed(path, "node: \"worker-2\"", "node: \"worker-1\""), Kind.CHANGED, "DANGER", "does not move");
        says(changed(path, "\"1x\"", "\"5x\""), Kind.CHANGED, "spec.maxExpansion", "Leave the running pool");
        says(changed(path, "v1beta3", "v1beta2"), Kind.CHANGED, "written as openebs.io/v1beta2", "Upgrade the chart");
        says(changed(path, "kind: \"DiskPool\"\nmetadata:", "kind: \"DiskPool\"\nmetadata:\n  labels:\n    a: b"),
                Kind.CHANGED, "metadata.labels.a changed");
    }

    @Test
    void immutableClassesAreMadeAnew() {
        Change repl = changed("manifests/30-classes.yaml", "repl: \"3\"", "repl: \"2\"");
        says(repl, Kind.CHANGED, "StorageClass mayastor-replicated: parameters.repl 3 became 2",
                "kubectl delete storageclass mayastor-replicated, then kubectl apply", "scale volume");
        assertEquals(List.of("-  repl: \"3\"", "+  repl: \"2\""), repl.lines());
        says(changed("manifests/30-classes.yaml", "is-default-class: \"true\"", "is-default-class: \"false\""),
                Kind.CHANGED, "is-default-class");
        says(changed("manifests/30-classes.yaml", "allowVolumeExpansion: true", "allowVolumeExpansion: false"),
                Kind.CHANGED, "allowVolumeExpansion");
        says(changed("manifests/30-classes.yaml", "mayastor-single", "mayastor-one"), Kind.CHANGED,
                "StorageClass mayastor-one is new; StorageClass mayastor-single is no longer planned",
                "kubectl delete storageclass mayastor-single");
    }

    @Test
    void valuesSayWhatHasToBeRestarted() {
        says(changed("chart/values.yaml", "      - 2\n", "      - 2\n      - 3\n"), Kind.CHANGED,
                "mayastor.io_engine.coreList [1, 2] became [1, 2, 3]", "io-engine pods are not restarted",
                "kubectl delete pod -l app=io-engine --field-selector spec.nodeName=NODE -n openebs",
                "kernel arguments");
        says(changed("chart/values.yaml", "2Gi", "4Gi"), Kind.CHANGED, "hugepages2Mi 2Gi became 4Gi",
                "gate hugepages");
        says(changed("chart/values.yaml", "replicaCount: 3", "replicaCount: 5"), Kind.CHANGED, "etcd.replicaCount",
                "etcd holds");
        says(changed("chart/values.yaml", "loki:\n  enabled: false", "loki:\n  enabled: true"), Kind.CHANGED,
                "loki.enabled false became true");
    }

    @Test
    void theClassicChartHasItsOwnPlugin() {
        Map<String, String> before = new LinkedHashMap<>();
        bundle().forEach((path, text) -> before.put(path, text.replace("\"openebs\"", "\"mayastor\"")
                .replace("name: openebs", "name: mayastor")));
        Map<String, String> now = new LinkedHashMap<>(before);
        now.put("chart/values.yaml", "io_engine:\n  logLevel: \"debug\"\n");
        assertTrue(only(before, now).mend().contains("kubectl mayastor drain node NODE update -n mayastor"));
    }

    @Test
    void theRestIsToldByWhatItTouches() {
        says(changed("chart/chart.txt", "4.5.1", "4.6.1"), Kind.CHANGED, "another version", "An upgrade",
                "io-engine pods");
        says(changed("chart/images.txt", "b:1", "b:2"), Kind.CHANGED, "other images", "copy them there first");
        says(changed("monitoring/rules.yaml", "== 0", "< 1"), Kind.CHANGED, "alerts and dashboard alone");
        says(changed("runbooks/node-lost.md", "lost", "gone"), Kind.CHANGED, "what people are told");
        says(changed("checks/disks-worker-1.yaml", "Pod", "Job"), Kind.CHANGED,
                "only what is checked on node worker-1");
        Map<String, String> other = bundle();
        other.put("notes.txt", "x\n");
        says(only(bundle(), other), Kind.ADDED, "");
    }

    @Test
    void brokenYamlIsStillADifference() {
        Map<String, String> now = bundle();
        now.put("chart/values.yaml", ": {");
        now.put("manifests/30-classes.yaml", "\t");
        now.put("manifests/pools/x.yaml", "- 1\n");
        List<Change> all = Changes.between(bundle(), now);
        assertEquals(3, all.size());
        assertFalse(all.get(2).meaning().isEmpty());
    }
}
