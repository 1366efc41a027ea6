package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.text.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pods that run one of the scripts beside {@code dev/ichor/mayastor} and end; what they print is the result. */
final class CheckPod {
    private static final String SCRATCH = "scratch";

    private CheckPod() {
    }

    /** The text of a script. */
    static String script(String name) {
        try (InputStream in = CheckPod.class.getResourceAsStream("/dev/ichor/mayastor/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code sh -c SCRIPT NAME ARGUMENT..}; Kubernetes expands nothing in it, as no variable of the pod is set. */
    static List<String> command(String script, List<String> arguments) {
        List<String> out = new ArrayList<>(List.of("sh", "-c", script(script), "ichor-check"));
        out.addAll(arguments);
        return out;
    }

    /** A container that keeps files of its own in {@code /scratch} only. */
    static Map<String, Object> container(String name, String image, List<String> command,
                                         Map<String, Object> security, List<Map<String, Object>> mounts) {
        List<Object> all = new ArrayList<>(mounts);
        all.add(Tree.map("name", SCRATCH, "mountPath", "/scratch"));
        return Tree.map("name", name, "image", image, "imagePullPolicy", "IfNotPresent", "command", command,
                "securityContext", security, "volumeMounts", all);
    }

    /** A file with a pod. @param spec what it has beside what all check pods have */
    static BundleFile file(HandoffPlan plan, String path, String name, Map<String, Object> spec,
                           List<Map<String, Object>> volumes) {
        List<Object> all = new ArrayList<>(volumes);
        all.add(Tree.map("name", SCRATCH, "emptyDir", Tree.map("sizeLimit", "64Mi")));
        spec.put("restartPolicy", "Never");
        spec.put("automountServiceAccountToken", false);
        spec.put("terminationGracePeriodSeconds", 5);
        spec.put("volumes", all);
        return BundleFile.of(path, YamlText.of(Tree.map("apiVersion", "v1", "kind", "Pod", "metadata",
                Tree.map("name", name, "namespace", Names.of(plan).namespace(), "labels",
                        Tree.map("app", "ichor-check")), "spec", spec)));
    }

    /** On that node, whatever taints it has. */
    static Map<String, Object> on(String node) {
        return Tree.map("nodeName", node, "tolerations", List.of(Tree.map("operator", "Exists")));
    }
}
