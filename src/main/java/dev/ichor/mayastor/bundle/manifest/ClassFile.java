package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.bundle.NodeLabels;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.text.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The StorageClasses, and the labels that the replicated one spreads over. Mayastor ignores parameters that it does not
 * know, takes at most one that begins with {@code node} or {@code pool}, and wants all as strings.
 */
final class ClassFile {
    private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";

    private ClassFile() {
    }

    static List<BundleFile> of(HandoffPlan plan) {
        Map<String, Object> replicated = parameters(plan.replicas());
        replicated.put("stsAffinityGroup", "true");
        NodeLabels.key(plan).ifPresent(key -> replicated.put("nodeSpreadTopologyKey", key));
        List<BundleFile> out = new ArrayList<>(List.of(BundleFile.of("manifests/30-classes.yaml", YamlText.documents(
                List.of(storageClass(Names.SINGLE, "false", parameters(1)),
                        storageClass(Names.REPLICATED, "true", replicated))))));
        List<String> labels = NodeLabels.paths(plan);
        if (!labels.isEmpty()) {
            out.add(BundleFile.of("manifests/20-node-labels.txt", "# Labels of Mayastor's nodes, set by PUT below its "
                    + "REST service before the class " + Names.REPLICATED + " works.\n"
                    + String.join("\n", labels) + "\n"));
        }
        return out;
    }

    private static Map<String, Object> parameters(int replicas) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("protocol", "nvmf");
        out.put("repl", Integer.toString(replicas));
        out.put("fsType", "ext4");
        return out;
    }

    private static Map<String, Object> storageClass(String name, String isDefault, Map<String, Object> parameters) {
        return Tree.map("apiVersion", "storage.k8s.io/v1", "kind", "StorageClass",
                "metadata", Tree.map("name", name, "annotations", Tree.map(DEFAULT, isDefault)),
                "provisioner", "io.openebs.csi-mayastor", "parameters", parameters, "allowVolumeExpansion", true,
                "reclaimPolicy", "Delete", "volumeBindingMode", "Immediate");
    }
}
