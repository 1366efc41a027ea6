package dev.ichor.inventory;

import dev.ichor.base.Malformed;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them: {@code 512GB}, {@code 1.92TB}, {@code 16GiB}, or a bare number of bytes. */
public final class Size {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,19})(?:\\.([0-9]{1,3}))? ?([kKMGT]i?B|B|)");
    private static final long LARGEST = 1L << 60;
    /** Powers of ten come before powers of two where both fit: that is how disks are sold. */
    private static final Map<String, Long> UNITS = units();

    private Size() {
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new TreeMap<>();
        long ten = 1;
        long two = 1;
        for (String letter : new String[] {"k", "M", "G", "T"}) {
            ten *= 1000;
            two *= 1024;
            units.put(letter + "B", ten);
            units.put(letter.toUpperCase(Locale.ROOT) + "iB", two);
        }
        return Map.copyOf(units);
    }

    /** @throws Malformed unless it is a size of 1 byte to 2^60 bytes */
    public static long parse(String text) throws Malformed {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new Malformed("not a size (expected 512GB, 1.92TB or 16GiB)");
        }
        String unit = matcher.group(3).equals("KB") ? "kB" : matcher.group(3).equals("kiB") ? "KiB" : matcher.group(3);
        BigDecimal number = new BigDecimal(matcher.group(1) + (matcher.group(2) == null ? "" : "." + matcher.group(2)));
        BigDecimal bytes = number.multiply(BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L)));
        boolean whole = bytes.stripTrailingZeros().scale() <= 0;
        if (!whole || bytes.signum() == 0 || bytes.compareTo(BigDecimal.valueOf(LARGEST)) > 0) {
            throw new Malformed("not a size (expected whole bytes, at least 1 and at most 2^60)");
        }
        return bytes.longValueExact();
    }

    /** The shortest form that {@link #parse} reads as exactly this size. */
    public static String text(long bytes) {
        String best = Long.toString(bytes);
        for (String unit : new String[] {"TB", "GB", "MB", "kB", "TiB", "GiB", "MiB", "KiB"}) {
            long size = UNITS.get(unit);
            String whole = bytes / size + unit;
            boolean shorter = best.matches("[0-9]+") || whole.length() < best.length();
            if (bytes > 0 && bytes % size == 0 && shorter) {
                best = whole;
            }
        }
        return best;
    }

    /** For people, rounded as disks are sold: {@code 1.9 TB}. */
    public static String shown(long bytes) {
        return bytes >= 1_000_000_000_000L ? String.format(Locale.ROOT, "%.1f TB", bytes / 1e12)
                : bytes >= 1_000_000_000L ? String.format(Locale.ROOT, "%.0f GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
    }

    /** Memory for people: {@code 64 GiB}. */
    public static String memory(long bytes) {
        return bytes >= 1L << 30 ? String.format(Locale.ROOT, "%.0f GiB", bytes / (double) (1L << 30))
                : (bytes >> 20) + " MiB";
    }
}
