package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.text.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The namespace, in which privileged pods may run: Talos enforces the baseline otherwise. */
final class NamespaceFile {
    private NamespaceFile() {
    }

    static BundleFile of(HandoffPlan plan) {
        Map<String, Object> labels = new LinkedHashMap<>();
        for (String mode : List.of("enforce", "audit", "warn")) {
            labels.put("pod-security.kubernetes.io/" + mode, "privileged");
        }
        return BundleFile.of("manifests/00-namespace.yaml", YamlText.of(Tree.map("apiVersion", "v1",
                "kind", "Namespace", "metadata", Tree.map("name", Names.of(plan).namespace(), "labels", labels))));
    }
}
