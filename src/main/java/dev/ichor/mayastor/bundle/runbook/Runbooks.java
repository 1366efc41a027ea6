package dev.ichor.mayastor.bundle.runbook;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;

/**
 * What to do when something is wrong, for the cluster of a plan: with its names in the commands, each beginning with
 * how to see that it is this case and ending with how to see that it is over.
 */
public final class Runbooks {
    private Runbooks() {
    }

    /** Of a plan without errors: Markdown, below {@code runbooks/}. */
    public static List<BundleFile> of(HandoffPlan plan) {
        Setting setting = new Setting(plan);
        return List.of(IndexBook.of(setting), AlertBook.of(setting), NodeBooks.lost(setting),
                UpkeepBooks.drain(setting), UpkeepBooks.reinstall(setting), NodeBooks.add(setting),
                DiskBooks.lost(setting), DiskBooks.replace(setting), DiskBooks.full(setting),
                ClusterBooks.partition(setting), ClusterBooks.degraded(setting), ClusterBooks.quorum(setting),
                MoveBook.of(setting));
    }
}
