package dev.ichor.mayastor.gate;

import dev.ichor.mayastor.site.Proof;
import java.time.Instant;
import java.util.List;

/** Whether the chart fits Talos and Kubernetes. */
final class VersionGate {
    private VersionGate() {
    }

    static Gate of(Scene scene) {
        Tally tally = new Tally();
        if (scene.storing().isEmpty()) {
            return tally.gate("versions");
        }
        List<Proof> measured = scene.proofs().values().stream().filter(proof -> proof.kind().equals("kubernetes"))
                .toList();
        measured.stream().filter(proof -> !proof.good()).forEach(proof -> tally.red(proof.subject(),
                Scene.said(proof), "Upgrade the cluster, or take another chart"));
        tally.unknown("", "whether " + scene.plan().chart() + " fits Talos " + scene.site().cluster().talos()
                + " and Kubernetes " + scene.site().cluster().kubernetes() + " is not known", "Look at the release"
                + " notes of OpenEBS");
        return tally.gate("versions");
    }
}
