package dev.ichor.mayastor.bundle.script;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;

/** Files of a bundle. */
public final class Scripts {
    private Scripts() {
    }

    /** Of a plan without errors. */
    public static List<BundleFile> of(HandoffPlan plan) {
        throw new UnsupportedOperationException();
    }

    /** The Job that does the same without a person, and the patch that puts it into the control plane's configuration. */
    public static List<BundleFile> handsFree(HandoffPlan plan, List<BundleFile> files) {
        throw new UnsupportedOperationException();
    }
}
