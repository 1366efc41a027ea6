package dev.ichor.mayastor;

import dev.ichor.machine.arm.DiskRole;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import java.util.ArrayList;
import java.util.List;

/** Proofs of {@link Sites}, taken a minute before their moment. */
public final class SiteProofs {
    private SiteProofs() {
    }

    /** Everything that can be measured on the nodes is measured, and good. */
    static List<Proof> of(Site site) {
        List<Proof> out = new ArrayList<>();
        List<SiteNode> storage = site.nodes().stream().filter(SiteProofs::isStorage).toList();
        for (SiteNode node : storage) {
            String name = node.node().name();
            out.add(proof("ready", name, "Ready"));
            out.add(proof("label", name, "openebs.io/engine=mayastor"));
            out.add(proof("hugepages", name, "1024/1024"));
            node.machine().orElseThrow().claims().stream().filter(claim -> claim.role() == DiskRole.POOL)
                    .forEach(claim -> out.add(proof("disk", name + "/" + claim.disk().serial(), "blank")));
            storage.stream().filter(other -> other != node).forEach(other -> out.add(
                    proof("jumbo", name + " to " + other.node().name(), "9000 bytes pass")));
        }
        return out;
    }

    private static Proof proof(String kind, String subject, String detail) {
        return new Proof(kind, subject, true, detail, Sites.NOW.minusSeconds(60));
    }

    /** Whether the node has pool disks. */
    public static boolean isStorage(SiteNode node) {
        return node.machine().stream().flatMap(machine -> machine.claims().stream())
                .anyMatch(claim -> claim.role() == DiskRole.POOL);
    }
}
