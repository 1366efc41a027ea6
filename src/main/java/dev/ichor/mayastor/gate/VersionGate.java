package dev.ichor.mayastor.gate;

import dev.ichor.mayastor.chart.Charts;
import dev.ichor.mayastor.chart.Charts.Fit;
import dev.ichor.mayastor.site.Proof;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Whether the chart fits Talos and Kubernetes, as declared and as the cluster itself was seen to run. */
final class VersionGate {
    private VersionGate() {
    }

    static Gate of(Scene scene) {
        Tally tally = new Tally();
        if (scene.storing().isEmpty()) {
            return tally.gate("versions");
        }
        scene.proofs().values().stream().filter(proof -> proof.kind().equals("kubernetes"))
                .sorted(Comparator.comparing(Proof::subject)).forEach(proof -> measured(scene, proof, tally));
        String talos = scene.site().cluster().talos();
        String kubernetes = scene.site().cluster().kubernetes();
        switch (Charts.fit(scene.plan().chart(), talos, kubernetes)) {
            case Fit.Fits(String evidence) -> tally.green("", evidence);
            case Fit.Unfit(String what, String mend) -> tally.red("", what, mend);
            case Fit.Unknown(String why) -> tally.unknown("", why, "Read the release notes of OpenEBS, or take "
                    + Charts.usual(scene.plan().chart().kind()) + " (mayastor.chart-version in the inventory, then"
                    + " ichor apply)");
        }
        return tally.gate("versions");
    }

    /** Its subject is the cluster or a node; a node that was installed anew since may run another version. */
    private static void measured(Scene scene, Proof proof, Tally tally) {
        Optional<Scene.Storing> node = scene.storing().stream().filter(one -> one.name().equals(proof.subject()))
                .findFirst();
        boolean tells = node.isEmpty() || scene.proof("kubernetes", proof.subject(), Instant.MIN, node.get())
                .isPresent();
        if (tells && !proof.good()) {
            tally.red(proof.subject(), Scene.said(proof), "Upgrade the cluster (talosctl upgrade-k8s), or take another"
                    + " chart");
        }
    }
}
