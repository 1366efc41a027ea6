package dev.ichor.server.boot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which part of a file a request wants (RFC 9110 section 14). */
sealed interface ByteRange {
    /** Everything: there was no range, or one that a server may ignore (several ranges, other units, nonsense). */
    record Whole() implements ByteRange {
    }

    /** {@code length} bytes from {@code start}; at least one. */
    record Part(long start, long length) implements ByteRange {
    }

    /** Nothing of the file is in the range. */
    record Unsatisfiable() implements ByteRange {
    }

    /** One range; up to 18 digits fit a long. */
    Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Reads the value of a {@code Range} header for a file of that size. */
    static ByteRange of(String header, long size) {
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return new Whole();
        }
        if (matcher.group(1).isEmpty()) {
            long wanted = Math.min(Long.parseLong(matcher.group(2)), size);
            return wanted == 0 ? new Unsatisfiable() : new Part(size - wanted, wanted);
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(matcher.group(2)), size - 1);
        if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, last - first + 1);
    }
}
