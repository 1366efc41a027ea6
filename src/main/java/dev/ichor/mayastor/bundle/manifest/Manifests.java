package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import java.util.ArrayList;
import java.util.List;

/** The folders {@code chart/}, {@code manifests/} and {@code checks/} of a bundle. */
public final class Manifests {
    private Manifests() {
    }

    /** Of a plan without errors. */
    public static List<BundleFile> of(HandoffPlan plan) {
        List<BundleFile> out = new ArrayList<>();
        out.add(ValuesFile.of(plan));
        out.add(ImageList.of(plan));
        out.add(chart(plan));
        out.add(NamespaceFile.of(plan));
        out.addAll(PoolFiles.of(plan));
        out.addAll(ClassFile.of(plan));
        for (StorageNode node : plan.nodes()) {
            out.add(DiskCheck.of(plan, node));
            out.add(NetworkCheck.of(plan, node));
        }
        out.add(ClaimFile.of(plan));
        out.add(FioFile.of(plan));
        return out;
    }

    private static BundleFile chart(HandoffPlan plan) {
        Chart chart = plan.chart();
        Names names = Names.of(plan);
        return BundleFile.of("chart/chart.txt", "# For a cluster without a way out, fetch it with:\n#   helm pull "
                + chart.name() + " --repo " + chart.repository() + " --version " + chart.version() + "\n"
                + "repository=" + chart.repository() + "\nchart=" + chart.name() + "\nversion=" + chart.version()
                + "\nmayastor=" + chart.mayastor() + "\npool-api=" + chart.poolApi() + "\nnamespace="
                + names.namespace() + "\nrelease=" + names.release() + "\n");
    }
}
