package dev.ichor.mayastor.plan;

import dev.ichor.mayastor.plan.HandoffPlan.Quorum;

/** Judges how many nodes store. */
final class Quorums {
    private Quorums() {
    }

    static Quorum of(int nodes, Findings findings) {
        Quorum quorum = of(nodes);
        String where = findings.declared("/mayastor");
        switch (nodes) {
            case 0 -> findings.error(where, "no node stores: no machine has a disk with the role pool",
                    "Give disks the role pool");
            case 1, 2 -> findings.warning(where, quorum.text().replaceFirst("\\.$", ""),
                    "Add storage nodes, until there are three");
            default -> {
                // Enough.
            }
        }
        return quorum;
    }

    static Quorum of(int nodes) {
        return switch (nodes) {
            case 0 -> new Quorum(0, "none", "No node stores.");
            case 1 -> new Quorum(1, "development", "One storage node is for development only: when it fails,"
                    + " everything is gone, and each of its restarts stops all volumes.");
            case 2 -> new Quorum(2, "not-recommended", "Two storage nodes are not recommended: when one fails nothing"
                    + " is mirrored, nothing can be rebuilt, and etcd has no third place.");
            case 3 -> new Quorum(3, "production", "Three storage nodes are the least for production: one may fail,"
                    + " but volumes with three replicas wait for it with their rebuild.");
            default -> new Quorum(nodes, "good", nodes + " storage nodes: when one fails, its replicas are rebuilt on"
                    + " the others, and more nodes share that work.");
        };
    }
}
