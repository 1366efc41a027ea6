package dev.ichor.mayastor.gate;

import dev.ichor.mayastor.gate.Scene.Storing;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.mayastor.plan.HandoffPlan;

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
            long warnings = plan.findings().size();
            tally.green("", plan.chart() + ", " + plan.nodes().size() + " storage nodes, " + plan.pools().size()
                    + " pools, " + plan.replicas() + " replicas" + (warnings == 0 ? "" : "; " + warnings
                    + " warnings: " + plan.findings().getFirst().problem().what()));
        }
        return tally.gate("plan");
    }

    /** What was asked for, not what the plan made of it. */
    static Gate domains(Scene scene) {
        Tally tally = new Tally();
        if (scene.storing().isEmpty()) {
            return tally.gate("domains");
        }
        HandoffPlan.Domains domains = scene.plan().domains();
        int asked = scene.site().cluster().mayastor().replicas();
        String kind = domains.kind().name().toLowerCase(java.util.Locale.ROOT);
        long named = domains.members().keySet().stream().filter(name -> !name.isBlank()).count();
        String counted = named + " domains (" + kind + ") for " + asked + " replicas; "
                + scene.plan().quorum().text();
        if (named < asked) {
            tally.red("", counted, "Add storage nodes in another " + kind + ", or ask for fewer replicas"
                    + " (mayastor.replicas in the inventory, then ichor apply)");
        } else {
            tally.green("", counted);
        }
        for (Storing node : scene.storing()) {
            boolean placed = domains.members().entrySet().stream().anyMatch(entry -> !entry.getKey().isBlank()
                    && entry.getValue().contains(node.name()));
            if (!placed) {
                tally.unknown(node.name(), "nothing tells its " + kind, "Declare it at the node (zone, or the label"
                        + " rack), then ichor apply; of a switch, LLDP must tell");
            }
        }
        return tally.gate("domains");
    }
}
