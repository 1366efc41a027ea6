package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.text.YamlText;
import java.util.List;

/** The volume that is tried, of the replicated class; deleted afterwards. */
final class ClaimFile {
    private static final String SIZE = "2Gi";

    private ClaimFile() {
    }

    static BundleFile of(HandoffPlan plan) {
        return BundleFile.of("checks/claim.yaml", YamlText.of(Tree.map("apiVersion", "v1",
                "kind", "PersistentVolumeClaim", "metadata", Tree.map("name", Names.CLAIM,
                        "namespace", Names.of(plan).namespace(), "labels", Tree.map("app", "ichor-check")),
                "spec", Tree.map("accessModes", List.of("ReadWriteOnce"), "storageClassName", Names.REPLICATED,
                        "resources", Tree.map("requests", Tree.map("storage", SIZE))))));
    }
}
