package dev.ichor.talos.check;

import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.check.documents.DocumentRules;
import dev.ichor.talos.check.rule.Scope;
import dev.ichor.talos.check.v1alpha1.MainRules;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.List;

/** What {@code talosctl validate --mode metal} refuses or warns of, and what nodes refuse when they run. */
public final class TalosRules {
    private TalosRules() {
    }

    /** All that is wrong, in the order of the rules; the node's type is what it shall be, whatever the document says. */
    public static List<Finding> check(Contract contract, NodeType type, Configuration configuration) {
        List<Finding> findings = new ArrayList<>();
        Scope scope = new Scope(contract, type, configuration, findings);
        Decoding.check(scope);
        MainRules.check(scope);
        DocumentRules.check(scope);
        Conflicts.check(scope);
        Wholes.check(scope);
        if (scope.since(Contract.V1_12)) {
            DefaultDhcp.check(scope);
        }
        return List.copyOf(findings);
    }
}
