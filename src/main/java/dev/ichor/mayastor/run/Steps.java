package dev.ichor.mayastor.run;

import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;

/** The steps that install a plan. */
public final class Steps {
    private Steps() {
    }

    /** In order; the bundle's {@code install.sh} does the same. */
    public static List<Step> of(HandoffPlan plan) {
        throw new UnsupportedOperationException();
    }
}
