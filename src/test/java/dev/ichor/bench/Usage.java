package dev.ichor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process and its descendants have used, read from {@code /proc}. */
final class Usage {
    private static final double TICKS_PER_SECOND = 100;

    private Usage() {
    }

    /** CPU seconds of the tree of {@code pid}, with the children that it has already waited for. */
    static double cpuSeconds(long pid) {
        double ticks = 0;
        for (long member : tree(pid)) {
            List<String> stat = stat(member);
            for (int field = 11; !stat.isEmpty() && field <= 14; field++) {
                ticks += Long.parseLong(stat.get(field));
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Resident MiB of the tree of {@code pid}; shared pages count once for each process. */
    static double residentMib(long pid) {
        double kib = 0;
        for (long member : tree(pid)) {
            try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(member), "status"))) {
                kib += lines.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
            } catch (IOException e) {
                continue;
            }
        }
        return kib / 1024;
    }

    private static List<Long> tree(long root) {
        return Stream.concat(Stream.of(root), ProcessHandle.of(root).stream().flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)).toList();
    }

    /** Fields of {@code /proc/PID/stat} after the command's name; empty if the process is gone. */
    private static List<String> stat(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return List.of(text.substring(text.lastIndexOf(')') + 2).trim().split(" "));
        } catch (IOException | IndexOutOfBoundsException e) {
            return List.of();
        }
    }
}
