package dev.ichor.mayastor.gate;

import dev.ichor.mayastor.gate.Scene.Storing;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;
import java.util.Locale;

/** What the plan itself says. */
final class PlanGates {
    private PlanGates() {
    }

    static Gate plan(Scene scene) {
        Tally tally = new Tally();
        HandoffPlan plan = scene.plan();
        plan.findings().stream().filter(Finding::isError).map(Finding::problem).forEach(problem ->
                tally.red(problem.where(), problem.what(), problem.mend()));
        if (plan.nodes().isEmpty()) {
            tally.red("", "no node of the cluster has a pool", "Give disks the role pool: ichor roles set MACHINE"
                    + " SERIAL=pool");
        } else if (!plan.isRefused()) {
            int warnings = plan.findings().size();
            tally.green("", plan.chart() + ", " + plan.nodes().size() + " storage nodes, " + plan.pools().size()
                    + " pools, " + plan.replicas() + " replicas" + (warnings == 0 ? "" : "; to know: "
                    + plan.findings().getFirst().problem().what() + (warnings == 1 ? "" : ", and "
                    + (warnings - 1) + " more")));
        }
        return tally.gate("plan");
    }

    /** What was asked for, not what the plan made of it; a domain that nobody knows is none. */
    static Gate domains(Scene scene) {
        Tally tally = new Tally();
        if (scene.storing().isEmpty()) {
            return tally.gate("domains");
        }
        HandoffPlan.Domains domains = scene.plan().domains();
        int asked = scene.site().cluster().mayastor().replicas();
        String kind = domains.kind().name().toLowerCase(Locale.ROOT);
        List<Storing> placed = scene.storing().stream().filter(node -> isPlaced(domains, node)).toList();
        long named = domains.members().values().stream().filter(names -> placed.stream()
                .anyMatch(node -> names.contains(node.name()))).count();
        String counted = named + (named == 1 ? " domain (" : " domains (") + kind + ") for " + asked
                + (asked == 1 ? " replica; " : " replicas; ") + scene.plan().quorum().text();
        if (named < asked) {
            tally.red("", counted, "Add storage nodes in another " + kind + ", or ask for fewer replicas"
                    + " (mayastor.replicas in the inventory, then ichor apply)");
        } else {
            tally.green("", counted);
        }
        scene.storing().stream().filter(node -> !placed.contains(node)).forEach(node -> tally.unknown(node.name(),
                "nothing tells its " + kind, "Declare it at the node (zone, or the label rack), then ichor apply; of a"
                        + " switch, LLDP must tell"));
        return tally.gate("domains");
    }

    private static boolean isPlaced(HandoffPlan.Domains domains, Storing node) {
        boolean isMember = domains.members().values().stream().anyMatch(names -> names.contains(node.name()));
        return isMember && node.planned().map(planned -> switch (domains.kind()) {
            case NODE -> planned.name();
            case ZONE -> planned.zone();
            case RACK -> planned.rack();
            case SWITCH -> planned.fabric();
        }).filter(name -> !name.isBlank()).isPresent();
    }
}
