package dev.ichor.machine.facts;

import dev.ichor.machine.facts.contents.KernelPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the agent copied of a disk's partitions. */
final class PartitionFiles {
    private static final Pattern STRETCH = Pattern.compile("(?:part|at)-([0-9]{1,15})");
    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int MAXIMUM_PARTITIONS = 256;
    private static final int MAXIMUM_CLUSTERS = 4;
    private static final long LARGEST_SECTOR = 1L << 46;
    private static final int SECTOR = 512;

    private PartitionFiles() {
    }

    /** The files {@code part-<sector>} and {@code at-<sector>}, by the byte they start at. */
    static Map<Long, byte[]> stretches(RawFacts facts, String folder) {
        Map<Long, byte[]> found = new HashMap<>();
        for (String name : facts.below(folder)) {
            var matcher = STRETCH.matcher(name);
            if (matcher.matches()) {
                byte[] bytes = facts.view(folder + '/' + name);
                // Where both begin at one place, the longer says more.
                found.merge(Long.parseLong(matcher.group(1)) * SECTOR, bytes, (a, b) -> a.length >= b.length ? a : b);
            }
        }
        return found;
    }

    /** The lines {@code partition=<number> <start sector> <sectors> <name>}, by start; odd ones are passed over. */
    static List<KernelPartition> partitions(KeyValues sysfs) {
        List<KernelPartition> found = new ArrayList<>();
        for (String line : sysfs.all("partition")) {
            String[] words = line.strip().split(" ", 4);
            OptionalInt number = Texts.integer(words[0]);
            OptionalLong start = words.length < 3 ? OptionalLong.empty() : Texts.number(words[1]);
            OptionalLong sectors = words.length < 3 ? OptionalLong.empty() : Texts.number(words[2]);
            if (number.isPresent() && number.getAsInt() > 0 && sane(start) && sane(sectors)
                    && found.size() < MAXIMUM_PARTITIONS) {
                found.add(new KernelPartition(number.getAsInt(), words.length < 4 ? "" : Texts.clean(words[3]),
                        start.getAsLong() * SECTOR, sectors.getAsLong() * SECTOR));
            }
        }
        found.sort(Comparator.comparingLong(KernelPartition::start).thenComparingInt(KernelPartition::number));
        return found;
    }

    private static boolean sane(OptionalLong sectors) {
        return sectors.isPresent() && sectors.getAsLong() >= 0 && sectors.getAsLong() <= LARGEST_SECTOR;
    }

    /** Names of clusters in the file {@code talos}; several, of which an older one was not overwritten, by commas. */
    static String cluster(RawFacts facts, String folder) {
        return KeyValues.parse(facts.text(folder + "/talos")).all("cluster").stream().map(String::strip)
                .filter(name -> CLUSTER.matcher(name).matches()).distinct().limit(MAXIMUM_CLUSTERS)
                .collect(Collectors.joining(", "));
    }
}
