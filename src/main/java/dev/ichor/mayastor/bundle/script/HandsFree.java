package dev.ichor.mayastor.bundle.script;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Images;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.text.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Job that runs {@code install.sh} in the cluster, and the patch that lets Talos create it. The Job has no time to
 * live: Talos would create it anew each time a control plane starts.
 */
final class HandsFree {
    /** helm, kubectl and a shell. */
    static final String IMAGE = "docker.io/alpine/k8s:1.33.4";
    private static final String NAME = "ichor-handoff";
    /** Kubernetes takes 1 MiB; keys and the rest need a little. */
    private static final int MOST = 900_000;
    private static final int TRIES = 20;

    private HandsFree() {
    }

    static List<BundleFile> of(HandoffPlan plan, Install install, List<BundleFile> files) {
        List<Map<String, Object>> maps = maps(install, needed(files));
        List<Object> documents = new ArrayList<>(Rights.of(install, NAME));
        documents.addAll(maps);
        documents.add(job(plan, install, files, maps));
        String text = namespace(files) + "---\n" + YamlText.documents(documents);
        String job = "# Installs Mayastor on " + install.cluster() + " without a person: the Job runs install.sh, and "
                + "tries again until it ends well.\n# Its image needs helm, kubectl and a shell; any such image does.\n"
                + text;
        String patch = "# talosctl --nodes CONTROL-PLANES patch machineconfig --patch @talos-patch.yaml\n"
                + "# Only for clusters whose gates are green. Take it out again once Mayastor is installed.\n"
                + YamlText.of(Map.of("cluster", Map.of("inlineManifests", List.of(pairs("name", NAME, "contents",
                text)))));
        return List.of(BundleFile.of("hands-free/job.yaml", job), BundleFile.of("hands-free/talos-patch.yaml", patch));
    }

    private static String namespace(List<BundleFile> files) {
        return files.stream().filter(file -> file.path().equals("manifests/00-namespace.yaml")).findFirst()
                .map(BundleFile::text).orElseThrow();
    }

    /** Only what install.sh reads: a control plane's configuration shall stay small. */
    private static List<BundleFile> needed(List<BundleFile> files) {
        return files.stream().filter(file -> file.path().startsWith("manifests/") || file.path().startsWith("checks/")
                || List.of("install.sh", "chart/values.yaml", "monitoring/service-monitor.yaml",
                "monitoring/rules.yaml").contains(file.path())).toList();
    }

    private static List<Map<String, Object>> maps(Install install, List<BundleFile> files) {
        List<Map<String, Object>> maps = new ArrayList<>();
        Map<String, String> data = new TreeMap<>();
        int size = 0;
        for (BundleFile file : files) {
            int bytes = file.text().getBytes(StandardCharsets.UTF_8).length;
            if (size + bytes > MOST && !data.isEmpty()) {
                maps.add(map(install, maps.size(), data));
                data = new TreeMap<>();
                size = 0;
            }
            data.put(key(file.path()), file.text());
            size += bytes;
        }
        maps.add(map(install, maps.size(), data));
        return maps;
    }

    private static Map<String, Object> map(Install install, int number, Map<String, String> data) {
        return pairs("apiVersion", "v1", "kind", "ConfigMap", "metadata", pairs("name", NAME + "-" + number,
                "namespace", install.namespace()), "data", data);
    }

    /** Keys of a ConfigMap have no slashes. */
    private static String key(String path) {
        return path.replace("/", "__");
    }

    private static Map<String, Object> job(HandoffPlan plan, Install install, List<BundleFile> files,
                                           List<Map<String, Object>> maps) {
        List<Object> sources = new ArrayList<>();
        for (Map<String, Object> map : maps) {
            Map<?, ?> data = (Map<?, ?>) map.get("data");
            List<Map<String, Object>> items = needed(files).stream().filter(file -> data.containsKey(key(file.path())))
                    .map(file -> pairs("key", key(file.path()), "path", file.path())).toList();
            sources.add(pairs("configMap", pairs("name", ((Map<?, ?>) map.get("metadata")).get("name"), "items",
                    items)));
        }
        Map<String, Object> container = pairs("name", "install", "image", Images.of(plan, IMAGE),
                "command", List.of("sh", "/bundle/install.sh"),
                "env", List.of(pairs("name", "HOME", "value", "/work"), pairs("name", "TMPDIR", "value", "/work")),
                "securityContext", pairs("allowPrivilegeEscalation", false, "readOnlyRootFilesystem", true,
                        "runAsNonRoot", true, "runAsUser", 65532, "capabilities", pairs("drop", List.of("ALL"))),
                "volumeMounts", List.of(pairs("name", "bundle", "mountPath", "/bundle", "readOnly", true),
                        pairs("name", "work", "mountPath", "/work")));
        Map<String, Object> pod = pairs("serviceAccountName", NAME, "restartPolicy", "Never",
                "securityContext", pairs("seccompProfile", pairs("type", "RuntimeDefault")),
                "containers", List.of(container), "volumes", List.of(
                        pairs("name", "bundle", "projected", pairs("sources", sources)),
                        pairs("name", "work", "emptyDir", pairs("sizeLimit", "256Mi"))));
        return pairs("apiVersion", "batch/v1", "kind", "Job", "metadata", pairs("name", NAME, "namespace",
                install.namespace()), "spec", pairs("backoffLimit", TRIES, "template", pairs("metadata",
                pairs("labels", pairs("app", NAME)), "spec", pod)));
    }

    static Map<String, Object> pairs(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
