package dev.ichor.mayastor.bundle;

import dev.ichor.inventory.Handoff.Domain;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The labels of Mayastor's own nodes, by which the replicated class keeps the replicas of a volume in different
 * domains ({@code nodeSpreadTopologyKey}, since Mayastor 2.7). These are not labels of Kubernetes nodes: Mayastor takes
 * them over its REST service, {@code PUT /v0/nodes/NODE/label/KEY=VALUE?overwrite=true}. A volume whose class spreads
 * over a label that no node has cannot be made.
 */
public final class NodeLabels {
    private NodeLabels() {
    }

    /** The label's key; empty if nothing has to be spread, as two replicas never share a node anyway. */
    public static Optional<String> key(HandoffPlan plan) {
        if (plan.replicas() < 2) {
            return Optional.empty();
        }
        Domain domain = plan.domains().kind();
        return switch (domain) {
            case NODE -> Optional.empty();
            case ZONE -> Optional.of("zone");
            case RACK -> Optional.of("rack");
            case SWITCH -> Optional.of("switch");
        };
    }

    /** The label's value by node, sorted; empty without a key. */
    public static Map<String, String> of(HandoffPlan plan) {
        Map<String, String> out = new TreeMap<>();
        if (key(plan).isPresent()) {
            plan.domains().members().forEach((domain, nodes) -> nodes.forEach(node -> out.put(node, value(domain))));
        }
        return out;
    }

    /** The path below the REST service at which each label is set, by node. */
    public static List<String> paths(HandoffPlan plan) {
        return of(plan).entrySet().stream().map(label -> "v0/nodes/" + label.getKey() + "/label/"
                + key(plan).orElseThrow() + "=" + label.getValue() + "?overwrite=true").toList();
    }

    /** What may stand in a label and in a path: the rest becomes hyphens. */
    public static String value(String text) {
        String out = text.replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return out.substring(0, Math.min(63, out.length())).replaceAll("[^A-Za-z0-9]+$", "");
    }
}
