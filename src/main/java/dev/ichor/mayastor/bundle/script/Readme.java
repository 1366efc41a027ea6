package dev.ichor.mayastor.bundle.script;

import dev.ichor.mayastor.plan.Finding;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Step;
import dev.ichor.mayastor.run.Steps;
import java.util.List;

/** The bundle's own README. */
final class Readme {
    private Readme() {
    }

    static String of(HandoffPlan plan, Install install) {
        StringBuilder out = new StringBuilder("# Mayastor on " + install.cluster() + "\n"
                + plan.chart() + " (Mayastor " + install.chart().mayastor() + "), made for exactly this hardware: "
                + install.nodes().size() + " storage nodes, " + install.disks().size() + " pools, volumes with up to "
                + install.replicas() + " replicas.\n\n## Install\n```\nexport KUBECONFIG=…\n./install.sh\n./verify.sh\n"
                + "```\n`install.sh` needs helm (3.7 or later) and kubectl. It stops at the first step that fails; run "
                + "it again to go on. It wipes nothing,\nand creates no pool before each pool disk was proven in the "
                + "same run: its serial number, its size, and that it is blank or\ncarries this very pool.\n\n"
                + "Without internet: fill a registry with the images of `chart/images.txt`, fetch the chart of "
                + "`chart/chart.txt`, and run\n`CHART=/path/to/chart.tgz ./install.sh`. The registry must be declared "
                + "with the cluster, so that this bundle names it.\n\n");
        out.append("| step | what it does |\n|---|---|\n");
        for (Step step : Steps.of(install)) {
            out.append("| ").append(step.name()).append(" | ").append(cell(step.title())).append(" |\n");
        }
        out.append("\n## Disks that become pools\nMayastor overwrites what is on them.\n\n| node | serial | size "
                + "| pool | link |\n|---|---|---|---|---|\n");
        for (Install.Placed placed : install.disks()) {
            out.append("| ").append(String.join(" | ", List.of(cell(placed.node()), cell(placed.disk().serial()),
                    placed.disk().bytes() + " bytes", placed.disk().pool() + (placed.disk().kept() ? " (kept)" : ""),
                    "`" + cell(placed.disk().link()) + "`"))).append(" |\n");
        }
        if (!plan.findings().isEmpty()) {
            out.append("\n## To know\n");
            plan.findings().stream().map(Finding::problem).forEach(problem -> out.append("- ")
                    .append(cell(problem.where())).append(": ").append(cell(problem.what()))
                    .append(problem.mend().isEmpty() ? "" : ". " + cell(problem.mend())).append('\n'));
        }
        return out.append(FILES).toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }

    private static final String FILES = """

            ## Files
            | path | what it is |
            |---|---|
            | `install.sh`, `verify.sh` | install, and look whether all is well later (changes nothing) |
            | `chart/` | the chart's values, which chart it is, the images it pulls |
            | `manifests/` | namespace, pools, storage classes |
            | `checks/` | pods that prove disks and network, a claim and a benchmark |
            | `monitoring/` | metrics, alert rules with their tests, a dashboard |
            | `backup/` | a schedule for Velero |
            | `runbooks/` | what to do when something happens, with this cluster's names |
            | `bundle.json` | this list with hashes, and what a run must know |
            """;
}
