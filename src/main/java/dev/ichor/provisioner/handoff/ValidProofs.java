package dev.ichor.provisioner.handoff;

import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.SiteNode;
import java.time.Instant;
import java.util.List;

/** A proof tells of a node as it was installed then: none holds for a node that was installed anew. Pure. */
final class ValidProofs {
    private ValidProofs() {
    }

    /** Those that tell something of these nodes. */
    static List<Proof> of(List<Proof> proofs, List<SiteNode> nodes) {
        return proofs.stream().filter(proof -> Subject.nodes(proof.subject()).stream()
                .allMatch(name -> runsSince(nodes, name, proof.at()))).toList();
    }

    private static boolean runsSince(List<SiteNode> nodes, String name, Instant at) {
        return nodes.stream().filter(node -> node.node().name().equals(name)).findFirst()
                .flatMap(SiteNode::machine).flatMap(SiteNode.Hardware::installed)
                .filter(installed -> !installed.isAfter(at)).isPresent();
    }
}
