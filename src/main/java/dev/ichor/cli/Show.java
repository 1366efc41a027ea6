package dev.ichor.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Values as people read them. Times are UTC. */
final class Show {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TENTHS = DateTimeFormatter.ofPattern("HH:mm:ss.S").withZone(ZoneOffset.UTC);
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Show() {
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    /** The time of day, to a tenth of a second. */
    static String tenths(Instant at) {
        return TENTHS.format(at);
    }

    /** Capacity as makers of disks count it: 1 TB is 10^12 bytes. */
    static String capacity(long bytes) {
        return scaled(bytes, 1000, DECIMAL);
    }

    /** Memory: 1 GiB is 2^30 bytes. */
    static String memory(long bytes) {
        return scaled(bytes, 1024, BINARY);
    }

    private static String scaled(long bytes, int step, String[] units) {
        double value = bytes;
        int unit = 0;
        while (value >= step && unit < units.length - 1) {
            value /= step;
            unit++;
        }
        String text = String.format(Locale.ROOT, value < 100 && unit > 0 ? "%.1f" : "%.0f", value);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " " + units[unit];
    }

    static String number(OptionalInt value) {
        return value.isPresent() ? String.valueOf(value.getAsInt()) : "";
    }

    static String of(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    /** Text from machines and files without what a terminal would obey: control characters become {@code ?}. */
    static String plain(String text) {
        return text.chars().noneMatch(Show::isControl) ? text : text.codePoints()
                .map(c -> isControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    /** Text of several lines; only those may stay that begin a line. */
    static String plainLines(String text) {
        return text.lines().map(Show::plain).collect(java.util.stream.Collectors.joining("\n"));
    }

    static String yes(boolean value) {
        return value ? "yes" : "no";
    }
}
