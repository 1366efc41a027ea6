package dev.ichor.mayastor.gate;

import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.site.Site;
import java.util.List;

/** Judges whether a cluster can be handed over. */
public final class Gates {
    /** All names, in the order in which {@link #of} gives the gates. */
    public static final List<String> NAMES = List.of("plan", "nodes-installed", "hardware", "cores", "hugepages",
            "modules", "label", "pool-disks", "disk-health", "jumbo", "addresses", "domains", "versions");

    private Gates() {
    }

    /**
     * All gates, always the same ones in the same order. Red: something is known to be wrong. Green: there is evidence
     * for every storage node, disk or pair. Else unknown.
     */
    public static List<Gate> of(Site site, HandoffPlan plan) {
        Scene scene = Scene.of(site, plan);
        return List.of(PlanGates.plan(scene), NodeGates.installed(scene), NodeGates.hardware(scene),
                NodeGates.cores(scene), SettingGates.hugepages(scene), SettingGates.modules(scene),
                SettingGates.label(scene), DiskGates.pools(scene), DiskGates.health(scene),
                NetworkGates.jumbo(scene), NetworkGates.addresses(scene), PlanGates.domains(scene),
                VersionGate.of(scene));
    }
}
