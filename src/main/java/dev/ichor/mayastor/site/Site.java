package dev.ichor.mayastor.site;

import dev.ichor.inventory.Cluster;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a cluster at one moment.
 *
 * @param cluster as declared
 * @param nodes   its declared nodes, by name
 * @param proofs  what was measured on the nodes themselves; the latest of each kind and subject
 * @param at      the moment
 */
public record Site(Cluster cluster, List<SiteNode> nodes, List<Proof> proofs, Instant at) {
    public Site {
        nodes = List.copyOf(nodes);
        proofs = List.copyOf(proofs);
    }
}
