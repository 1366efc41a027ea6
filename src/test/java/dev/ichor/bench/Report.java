package dev.ichor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures as text: a table a comparison, ratios against the best peer first. */
final class Report {
    /** What a person found out about the figures, written by hand. */
    private static final Path NOTES = Path.of("appliance/bench-notes.md");

    private final List<String> lines = new ArrayList<>();

    void add(List<String> facts) {
        facts.forEach(fact -> lines.add("- " + fact));
        lines.add("");
    }

    /** Lines as they are. */
    void table(List<String> facts) {
        lines.addAll(facts);
        lines.add("");
    }

    /** A comparison; the first run is Ichor's. */
    void add(String title, String unit, List<Run> runs) {
        Run ichor = runs.getFirst();
        Run best = best(runs.subList(1, runs.size()));
        lines.add("### " + title);
        lines.add(line("Ichor / best peer (%s): **%.2f**; per second of the server's CPU: %s", best.contender(),
                ichor.rate() / best.rate(), number("%.2f", ichor.cpuRate() / best.cpuRate())));
        lines.add("");
        lines.add("| server | " + unit + " (median) | lowest–highest / median | " + unit
                + " per CPU-second | resident MiB | remark |");
        lines.add("|---|---:|---|---:|---:|---|");
        for (Run run : runs) {
            lines.add(line("| %s | %.1f | %s | %s | %.0f | %s |", run.contender(), run.rate(), run.spread(),
                    number("%.1f", run.cpuRate()), run.residentMib(), run.note()));
        }
        lines.add("");
    }

    private static Run best(List<Run> peers) {
        return peers.stream().max((a, b) -> Double.compare(a.rate(), b.rate())).orElseThrow();
    }

    String text() {
        return String.join("\n", lines);
    }

    /** The whole of {@code BENCHMARKS.md}. */
    String document(int rounds) throws IOException {
        return """
                # Benchmarks
                Written by `appliance/bench --write`; figures as found, on %s, %s, %d rounds of each contender in turn.
                Loads and servers share the machine's cores, so compare the ratios, not the absolute figures.

                %s
                %s""".formatted(LocalDate.now(), machine(), rounds, text(), Files.readString(NOTES));
    }

    private static String machine() throws IOException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(l -> l.startsWith("model name"))
                .map(l -> l.substring(l.indexOf(':') + 2)).findFirst().orElse("unknown CPU");
        String kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        return Runtime.getRuntime().availableProcessors() + " cores of " + cpu + ", Linux " + kernel + ", Java "
                + Runtime.version().feature();
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "not known" : line(format, value);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** The notes of a contender's rounds, each once. */
    static String notes(List<Scenarios.Sample> samples) {
        return samples.stream().map(Scenarios.Sample::note).filter(n -> !n.isEmpty()).distinct()
                .collect(Collectors.joining("; "));
    }
}
