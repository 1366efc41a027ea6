package dev.ichor.mayastor.plan;

import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.site.SiteNode;
import java.util.List;

/**
 * A node that stores: a disk of its machine has the role pool, and its hardware is known.
 *
 * @param nics  of its storage network
 * @param pools those that are sound
 */
record Stores(SiteNode node, SiteNode.Hardware machine, Fingerprint fingerprint, Place place, List<Nic> nics,
              List<Pool> pools) {
    static boolean claims(SiteNode.Hardware machine) {
        return machine.claims().stream().anyMatch(claim -> claim.role() == DiskRole.POOL);
    }

    String name() {
        return node.node().name();
    }
}
