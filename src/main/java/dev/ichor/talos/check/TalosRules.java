package dev.ichor.talos.check;

import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import java.util.List;

/** What {@code talosctl validate --mode metal} refuses or warns of, and what nodes refuse when they run. */
public final class TalosRules {
    private TalosRules() {
    }

    public static List<Finding> check(Contract contract, NodeType type, Configuration configuration) {
        throw new UnsupportedOperationException();
    }
}
