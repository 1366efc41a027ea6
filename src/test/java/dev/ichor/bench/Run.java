package dev.ichor.bench;

import java.util.List;
import java.util.Locale;

/**
 * The figures of one scenario for one contender over all rounds.
 *
 * @param rates    what was done a second, in the scenario's unit; higher is better
 * @param cpuRates the same per second of the server's CPU time
 * @param resident MiB at the end of a round
 * @param note     what went wrong in a round; empty if nothing
 */
record Run(String contender, List<Double> rates, List<Double> cpuRates, List<Double> resident, String note) {
    double rate() {
        return median(rates);
    }

    double cpuRate() {
        return median(cpuRates);
    }

    double residentMib() {
        return median(resident);
    }

    /** Lowest and highest rate, as a share of the median: how noisy the machine was. */
    String spread() {
        double[] sorted = rates.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(Locale.ROOT, "%.2f–%.2f", sorted[0] / rate(), sorted[sorted.length - 1] / rate());
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Gathers the rounds of one contender. */
    static Run of(String contender, List<Scenarios.Sample> samples) {
        return new Run(contender, samples.stream().map(Scenarios.Sample::rate).toList(),
                samples.stream().map(Scenarios.Sample::cpuRate).toList(),
                samples.stream().map(Scenarios.Sample::residentMib).toList(), Report.notes(samples));
    }
}
