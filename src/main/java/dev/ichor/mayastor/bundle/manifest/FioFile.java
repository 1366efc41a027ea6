package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Images;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;
import java.util.Map;

/**
 * The pod that measures the tried volume: {@code ichor-fio volume CLASS JOB} with fio's JSON on the line after it; jobs
 * are {@code write-1m}, {@code read-1m}, {@code write-4k} and {@code read-4k}.
 */
final class FioFile {
    private FioFile() {
    }

    static BundleFile of(HandoffPlan plan) {
        Map<String, Object> spec = Tree.map("containers", List.of(CheckPod.container("fio", Images.fio(plan),
                CheckPod.command("fio.sh", List.of(Names.REPLICATED)),
                Tree.map("readOnlyRootFilesystem", true, "runAsUser", 0),
                List.of(Tree.map("name", "volume", "mountPath", "/volume")))));
        return CheckPod.file(plan, "checks/fio.yaml", Names.FIO, spec, List.of(Tree.map("name", "volume",
                "persistentVolumeClaim", Tree.map("claimName", Names.CLAIM))));
    }
}
