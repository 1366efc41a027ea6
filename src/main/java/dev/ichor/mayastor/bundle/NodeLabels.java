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
    private static final String KEY = "domain";
    private static final int LONGEST = 63;

    private NodeLabels() {
    }

    /** The label's key; empty if nothing has to be spread, as two replicas never share a node anyway. */
    public static Optional<String> key(HandoffPlan plan) {
        Domain domain = plan.domains().kind();
        return switch (domain) {
            case NODE -> Optional.empty();
            case ZONE, RACK, SWITCH -> plan.replicas() < 2 ? Optional.empty() : Optional.of(KEY);
        };
    }

    /** The paths below the REST service at which labels are set, by node; none without a key. */
    public static List<String> paths(HandoffPlan plan) {
        Map<String, String> domains = new TreeMap<>();
        if (key(plan).isPresent()) {
            plan.domains().members().forEach((domain, nodes) -> nodes.forEach(node -> domains.put(node, domain)));
        }
        return paths(domains);
    }

    /** Of domains by node. None if each node is its own. */
    public static List<String> paths(Map<String, String> domains) {
        if (domains.entrySet().stream().allMatch(entry -> entry.getKey().equals(entry.getValue()))) {
            return List.of();
        }
        return new TreeMap<>(domains).entrySet().stream().map(entry -> "v0/nodes/" + entry.getKey() + "/label/" + KEY
                + "=" + value(entry.getValue()) + "?overwrite=true").toList();
    }

    /** What may stand in a label and in a path: the rest becomes hyphens. */
    public static String value(String text) {
        String out = text.replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return out.substring(0, Math.min(LONGEST, out.length())).replaceAll("[^A-Za-z0-9]+$", "");
    }
}
