package dev.ichor.mayastor.bundle.watch;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;

/** Files of a bundle. */
public final class Monitoring {
    private Monitoring() {
    }

    /** Of a plan without errors. */
    public static List<BundleFile> of(HandoffPlan plan) {
        throw new UnsupportedOperationException();
    }
}
