package dev.ichor.cli;

import dev.ichor.server.admin.api.BundleDifference;
import dev.ichor.server.admin.api.BundleView;
import dev.ichor.server.admin.api.GateList;
import dev.ichor.server.admin.api.GivenList;
import dev.ichor.server.admin.api.GivenView;
import dev.ichor.server.admin.api.RunList;
import dev.ichor.server.admin.api.RunView;
import dev.ichor.server.admin.api.TimelineList;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gates, bundles, runs and the timeline of a hand-off as text. */
final class HandoffText {
    private static final int SHORT = 12;
    private static final int LINES = 20;

    private HandoffText() {
    }

    static String gates(GateList list) {
        StringBuilder out = new StringBuilder();
        for (GateList.Item gate : list.items()) {
            out.append(Marked.of(gate.state().toUpperCase(Locale.ROOT), gate.name() + ": " + gate.evidence()));
            if (!gate.mend().isBlank()) {
                out.append(Marked.of("", gate.mend()));
            }
        }
        long red = count(list, "red");
        long unknown = count(list, "unknown");
        return out.append('\n').append(Asking.paragraph((list.items().size() - red - unknown) + " green, " + red
                + " red, " + unknown + " unknown. " + (red > 0 ? "Nothing is installed while a gate is red."
                : unknown > 0 ? "What is unknown is let pass only by its name, --allow " + list.items().stream()
                .filter(gate -> gate.state().equals("unknown")).map(GateList.Item::name)
                .collect(Collectors.joining(" --allow ")) : "Mayastor can be installed."))).toString();
    }

    static long count(GateList list, String state) {
        return list.items().stream().filter(gate -> gate.state().equals(state)).count();
    }

    static String bundle(BundleView bundle) {
        Table table = new Table("FILE", "BYTES", "SHA-256");
        bundle.files().forEach(file -> table.row(file.path() + (file.executable() ? " *" : ""), file.bytes(),
                file.sha256().hex().substring(0, SHORT)));
        return table.text() + "\n" + Asking.paragraph("Bundle " + bundle.hash().hex().substring(0, SHORT) + " of "
                + bundle.cluster() + ", as it would be now. Nothing was written: --to or --archive does.");
    }

    static String given(GivenList list) {
        Table table = new Table("BUNDLE", "CHART", "MADE", "BY");
        list.items().forEach(one -> table.row(one.hash().hex().substring(0, SHORT), one.chart(), Show.time(one.at()),
                one.by()));
        return table.isEmpty() ? "No bundle was given out yet.\n" : table.text();
    }

    /** @param full all lines, also of files that are wholly new or gone */
    static String difference(BundleDifference difference, boolean full) {
        if (difference.last().isEmpty()) {
            return "No bundle was given out yet; the one that would be made now is " + hash(difference) + ".\n";
        }
        GivenView last = difference.last().get();
        StringBuilder out = new StringBuilder(Asking.paragraph("The last bundle is "
                + last.hash().hex().substring(0, SHORT) + " of " + Show.time(last.at()) + " UTC by " + last.by()
                + (difference.same() ? ". It would be the same now." : "; now it would be " + hash(difference) + ".")));
        for (BundleDifference.Item item : difference.changes()) {
            out.append('\n').append(mark(item.kind())).append(Show.plain(item.path())).append('\n');
            if (!(item.meaning() + item.mend()).isEmpty()) {
                out.append(Marked.of("", item.meaning(), item.mend()));
            }
            lines(out, item, full);
        }
        return out.toString();
    }

    private static void lines(StringBuilder out, BundleDifference.Item item, boolean full) {
        int most = full ? Integer.MAX_VALUE : item.kind().equals("changed") ? LINES : 0;
        item.lines().stream().limit(most).forEach(line -> out.append("    ").append(Show.plain(line)).append('\n'));
        if (most > 0 && item.lines().size() > most) {
            out.append("    (").append(item.lines().size() - most).append(" more lines; --full shows them)\n");
        }
    }

    private static String hash(BundleDifference difference) {
        return difference.now().hex().substring(0, SHORT);
    }

    private static String mark(String kind) {
        return switch (kind) {
            case "added" -> "+ ";
            case "removed" -> "- ";
            default -> "~ ";
        };
    }

    static String runs(RunList list) {
        return list.items().isEmpty() ? "Nothing was run yet.\n" : list.items().stream().map(HandoffText::run)
                .collect(Collectors.joining("\n"));
    }

    static String run(RunView run) {
        StringBuilder out = new StringBuilder(Asking.paragraph("Run " + run.id() + ": " + run.outcome()
                + ", bundle " + run.bundle().hex().substring(0, SHORT) + ", begun " + Show.time(run.began())
                + " UTC by " + run.by() + run.ended().map(at -> ", ended " + Show.time(at)).orElse("")
                + (run.overrides().isEmpty() ? "" : "; let pass: " + String.join(", ", run.overrides())) + "."));
        Table table = new Table("#", "STEP", "STATE", "WHEN", "DETAIL");
        run.steps().forEach(step -> table.row(step.number(), step.name(), step.state(), Show.time(step.at()),
                step.detail()));
        if (!table.isEmpty()) {
            out.append(table.text("  "));
        }
        Table results = new Table("STEP", "MEASURED", "RESULT");
        run.steps().forEach(step -> new TreeMap<>(step.results()).forEach((name, value) ->
                results.row(step.name(), name, figure(value))));
        return out.append(results.isEmpty() ? "" : results.text("  ")).toString();
    }

    private static String figure(double value) {
        return Math.abs(value) < 100 && value != Math.rint(value) ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%.0f", value);
    }

    static String line(TimelineList.Line line) {
        return Show.time(line.at()) + "  " + String.format("%-6s  %-9s  ", Show.plain(line.kind()),
                Show.plain(line.state())) + Show.plain(line.subject() + (line.text().isEmpty() ? "" : ": "
                + line.text())).stripTrailing() + "\n";
    }
}
