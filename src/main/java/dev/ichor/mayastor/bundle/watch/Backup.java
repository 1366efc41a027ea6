package dev.ichor.mayastor.bundle.watch;

import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.text.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A schedule of backups for Velero ({@code velero.io/v1}; 1.12 and later). */
final class Backup {
    private static final String HEAD = """
            # Backs up what runs in the cluster each night, by Velero (1.12 or later), which must be installed with its
            # node agent (velero install --use-node-agent) and a storage location named "default".
            #
            # Files, not snapshots: a snapshot of Mayastor lies in the pools of the volume itself and is lost with them.
            # Files are read from the mounted volume while it is used, so a database needs a hook or a dump beside it.
            # Volumes that no pod has mounted, and block volumes without a file system, are not in the backup.
            #
            # includedNamespaces: "*" is every namespace but the excluded ones; put your own there to back up only \
            those.
            # DiskPools are never in it: restored elsewhere, one would take a disk there and overwrite it.
            #
            # On Talos the node agent needs: kubectl label namespace velero \
            pod-security.kubernetes.io/enforce=privileged
            """;

    private Backup() {
    }

    static String schedule(HandoffPlan plan) {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("includedNamespaces", List.of("*"));
        template.put("excludedNamespaces", List.of("kube-system", "kube-public", "kube-node-lease", "velero",
                Names.of(plan).namespace()));
        template.put("excludedResources", List.of("diskpools.openebs.io"));
        template.put("defaultVolumesToFsBackup", true);
        template.put("snapshotVolumes", false);
        template.put("storageLocation", "default");
        template.put("ttl", "720h0m0s");
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("schedule", "17 2 * * *");
        spec.put("useOwnerReferencesInBackup", false);
        spec.put("template", template);
        return HEAD + YamlText.of(Monitoring.object("velero.io/v1", "Schedule", "ichor-" + plan.cluster().name(),
                "velero", spec));
    }
}
