package dev.ichor.server.admin.api;

import dev.ichor.mayastor.site.Proof;
import java.time.Instant;
import java.util.List;

/** Body of {@code POST /api/v1/clusters/{name}/handoff/proofs}. */
@About("What was measured on the nodes of a cluster just now.")
public record ProofsRequest(@About("At least one.") List<Item> items) {
    /** A proof. */
    @About("Something that was measured on a node.")
    public record Item(
            @About(value = "What was looked at.",
                    words = {"jumbo", "hugepages", "label", "disk", "ready", "kubernetes"}) String kind,
            @About(value = "`NODE`, `NODE to NODE`, or `NODE/SERIAL`.", example = "\"worker-1 to worker-2\"")
            String subject,
            @About("Whether it is as it should be.") boolean good,
            @About("What was measured, for people.") String detail) {
        /** As the appliance keeps it: measured {@code at} its own time, whatever a node's clock says. */
        public Proof proof(Instant at) {
            return new Proof(kind, subject, good, detail, at);
        }
    }
}
