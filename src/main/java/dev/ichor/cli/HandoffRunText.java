package dev.ichor.cli;

import dev.ichor.client.handoff.Progress;
import dev.ichor.client.handoff.Runner;
import dev.ichor.mayastor.run.Commands;
import dev.ichor.mayastor.run.Diagnosis;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Step;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** A run of the hand-off, for people. */
final class HandoffRunText {
    private HandoffRunText() {
    }

    /** The disks that become pools. */
    static String disks(Install install) {
        Table table = new Table("NODE", "SERIAL", "SIZE", "MODEL", "POOL", "WHAT HAPPENS");
        install.disks().forEach(placed -> table.row(placed.node(), placed.disk().serial(), Show.capacity(placed.disk()
                .bytes()), placed.disk().model(), placed.disk().pool(), placed.disk().kept() ? "its pool is kept"
                : "becomes a pool, if it is proven blank"));
        return install.chart().name() + " " + install.chart().version() + " (Mayastor " + install.chart().mayastor()
                + ") on " + install.cluster() + ", volumes with up to " + install.replicas() + " replicas\n"
                + table.text();
    }

    /** What to run by hand. */
    static String commands(Install install, List<Step> steps, String cluster) {
        StringBuilder out = new StringBuilder("ichor handoff bundle " + cluster + " --to " + cluster + "-mayastor\n"
                + "cd " + cluster + "-mayastor\n");
        out.append("ichor kubeconfig ").append(cluster).append(" -o kubeconfig && export KUBECONFIG=$PWD/kubeconfig\n");
        Commands.of(install, steps).forEach(line -> out.append(line).append('\n'));
        return out.toString();
    }

    /** How it ended. */
    static String ended(Runner.Ended ended) {
        StringBuilder out = new StringBuilder();
        if (!ended.figures().isEmpty()) {
            Table table = new Table("MEASURED", "FIGURE");
            new TreeMap<>(ended.figures()).forEach((name, value) -> table.row(name, String.format(Locale.ROOT, "%,.0f",
                    value)));
            out.append(table.text());
            ended.ratios().forEach(ratio -> out.append(ratio.words()).append('\n'));
        }
        return out.append(switch (ended.outcome()) {
            case "done" -> "Mayastor is installed, and a volume was tried.\n";
            case "failed" -> "The run failed in step " + ended.step() + ": " + Show.plainLines(ended.words()) + "\n"
                    + Show.plainLines(Diagnosis.text(ended.causes())) + "Run again to go on.\n";
            default -> "The run was stopped in step " + ended.step() + ": " + Show.plainLines(ended.words())
                    + "\nRun again to go on.\n";
        }).toString();
    }

    /** Shows each step on a line, and what is waited for below it. */
    static final class Shown implements Progress {
        private final PrintWriter err;

        Shown(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void begins(int number, int of, Step step) {
            line("[" + number + "/" + of + "] " + step.name() + ": " + step.title());
        }

        @Override
        public void stands(String words) {
            line("      " + words);
        }

        @Override
        public void ends(String state, String words) {
            line("      " + state.toUpperCase(Locale.ROOT) + (words.isEmpty() ? "" : ": " + words));
        }

        private void line(String text) {
            err.println(Show.plainLines(text));
            err.flush();
        }
    }
}
