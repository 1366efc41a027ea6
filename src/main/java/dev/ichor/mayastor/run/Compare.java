package dev.ichor.mayastor.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Compares what a volume does with what the disks do alone. */
public final class Compare {
    private static final double FEW = 0.1;
    private static final List<String> SORTS = List.of("read MB/s", "read 4k IOPS");

    private Compare() {
    }

    /**
     * A comparison.
     *
     * @param sort   e.g. {@code read MB/s}
     * @param volume what the volume does
     * @param disk   what the median of the disks does alone
     */
    public record Ratio(String sort, double volume, double disk) {
        public double value() {
            return volume / disk;
        }

        /** On one line, for people. */
        public String words() {
            return String.format(Locale.ROOT, "%s: the volume %,.0f, a disk alone %,.0f: %.0f %%%s", sort, volume, disk,
                    value() * 100, value() < FEW ? ". That is little: look at the cores of the io-engine, at jumbo "
                            + "frames and at what else the disks do" : "");
        }
    }

    /** Of what could be measured on both sides. */
    public static List<Ratio> of(Map<String, Double> figures) {
        List<Ratio> ratios = new ArrayList<>();
        for (String sort : SORTS) {
            Double volume = figures.get("volume " + sort);
            OptionalDouble disk = median(figures.entrySet().stream().filter(entry -> entry.getKey().endsWith(" " + sort)
                    && entry.getKey().contains("/") && !entry.getKey().startsWith("volume ")).map(Map.Entry::getValue)
                    .sorted().toList());
            if (volume != null && disk.isPresent()) {
                ratios.add(new Ratio(sort, volume, disk.getAsDouble()));
            }
        }
        return ratios;
    }

    private static OptionalDouble median(List<Double> sorted) {
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        int middle = sorted.size() / 2;
        return OptionalDouble.of(sorted.size() % 2 == 1 ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }
}
