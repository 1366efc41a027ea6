package dev.ichor.mayastor.plan;

import dev.ichor.inventory.Handoff;
import dev.ichor.mayastor.plan.HandoffPlan.Domains;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Finds what fails as one, and whether there is enough of it. */
final class DomainCheck {
    private DomainCheck() {
    }

    static Domains of(Handoff.Domain kind, List<StorageNode> nodes, int replicas, Findings findings) {
        Map<String, List<String>> members = new TreeMap<>();
        nodes.forEach(node -> members.computeIfAbsent(Capacities.domain(kind, node), _ -> new ArrayList<>())
                .add(node.name()));
        members.replaceAll((_, names) -> names.stream().sorted().toList());
        List<String> unknown = nodes.stream().filter(node -> Capacities.named(kind, node).isEmpty())
                .map(StorageNode::name).sorted().toList();
        if (!unknown.isEmpty()) {
            findings.error(findings.declared("/mayastor/domain"), "replicas shall be in different "
                    + words(kind) + ", and " + word(kind) + " of " + String.join(", ", unknown) + " is not known",
                    mend(kind));
        }
        if (!nodes.isEmpty() && replicas > members.size()) {
            findings.error(findings.declared("/mayastor/replicas"), replicas + " replicas need " + replicas + " "
                    + words(kind) + ", and the storage nodes are in " + members.size() + ": "
                    + String.join(", ", members.keySet()), "Ask for "
                    + (members.size() == 1 ? "1 replica" : "at most " + members.size() + " replicas")
                    + (kind == Handoff.Domain.NODE ? ", or add storage nodes"
                    : ", or add nodes in other " + words(kind)));
        }
        return new Domains(kind, members, text(kind, members, replicas));
    }

    private static String text(Handoff.Domain kind, Map<String, List<String>> members, int replicas) {
        if (members.isEmpty()) {
            return "Nothing stores.";
        }
        int spare = members.size() - replicas;
        return "The storage nodes are in " + members.size() + " "
                + (members.size() == 1 ? kind.name().toLowerCase(Locale.ROOT) : words(kind)) + "; "
                + (spare < 0 ? "that is too few for " + replicas + " replicas." : spare == 0
                ? "a volume with " + replicas + " has one in each, so what one loses is not rebuilt elsewhere."
                : "when one fails, replicas are rebuilt in another.");
    }

    private static String mend(Handoff.Domain kind) {
        return switch (kind) {
            case NODE -> "";
            case ZONE -> "Give each storage node its zone";
            case RACK -> "Give each storage node the label rack";
            case SWITCH -> "Let the switch send LLDP and the machine be discovered again, or take another domain";
        };
    }

    private static String word(Handoff.Domain kind) {
        return switch (kind) {
            case NODE -> "the name";
            case ZONE -> "the zone";
            case RACK -> "the rack";
            case SWITCH -> "the switch";
        };
    }

    static String words(Handoff.Domain kind) {
        return switch (kind) {
            case NODE -> "nodes";
            case ZONE -> "zones";
            case RACK -> "racks";
            case SWITCH -> "switches";
        };
    }
}
