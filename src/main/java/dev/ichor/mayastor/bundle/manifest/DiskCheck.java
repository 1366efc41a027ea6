package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Images;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pod per storage node, {@code ichor-disks-NODE}, that proves before a DiskPool is applied that the node's pool disks
 * are the plan's and hold nothing but zeros or their own pool, then measures them. It prints
 * {@code ichor-disk SERIAL ok|bad WORDS}, and {@code ichor-fio disk SERIAL JOB} with fio's JSON on the line after it;
 * jobs are {@code read-1m} and {@code read-4k}. It ends with 1 if anything is bad. It never writes to a disk.
 */
final class DiskCheck {
    private DiskCheck() {
    }

    static BundleFile of(HandoffPlan plan, StorageNode node) {
        List<String> arguments = new ArrayList<>();
        for (Pool pool : node.pools()) {
            arguments.addAll(List.of(pool.name(), pool.link(), pool.serial(), pool.wwid(),
                    Long.toString(pool.bytes()), pool.kept() ? "kept" : "new"));
        }
        Map<String, Object> spec = CheckPod.on(node.name());
        // To read the mounts of the host's own processes.
        spec.put("hostPID", true);
        spec.put("containers", List.of(CheckPod.container("disks", Images.fio(plan),
                CheckPod.command("disks.sh", arguments),
                // Without the privilege no block device can be opened.
                Tree.map("privileged", true, "readOnlyRootFilesystem", true, "runAsUser", 0),
                List.of(Tree.map("name", "dev", "mountPath", "/host/dev", "readOnly", true)))));
        return CheckPod.file(plan, "checks/disks-" + node.name() + ".yaml", "ichor-disks-" + node.name(), spec,
                List.of(Tree.map("name", "dev", "hostPath", Tree.map("path", "/dev", "type", "Directory"))));
    }
}
