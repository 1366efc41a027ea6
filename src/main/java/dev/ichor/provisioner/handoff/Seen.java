package dev.ichor.provisioner.handoff;

import dev.ichor.base.Problem;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.mayastor.gate.Gates;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.site.Site;
import java.util.List;

/**
 * A cluster as it was at a moment.
 *
 * @param plan  what its site gives
 * @param stamp see {@link SiteBook#isAsItWas}
 */
record Seen(Site site, HandoffPlan plan, SiteBook.Stamp stamp) {
    String cluster() {
        return site.cluster().name();
    }

    List<Gate> gates() {
        return Gates.of(site, plan);
    }

    /** Why there is no bundle; empty if there is one. */
    List<Problem> errors() {
        return plan.findings().stream().filter(Finding::isError).map(Finding::problem).toList();
    }
}
