package dev.ichor.config;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;

/** Addresses from first to last, both within. */
public record Range(Ipv4 first, Ipv4 last) {
    public Range {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("a range starts at its lowest address");
        }
    }

    /** @throws Malformed unless the text is {@code first-last} */
    public static Range parse(String text) throws Malformed {
        String[] ends = text.split("-", -1);
        if (ends.length != 2) {
            throw new Malformed("expected a range such as 192.0.2.100-192.0.2.199");
        }
        Ipv4 first = Ipv4.parse(ends[0].trim());
        Ipv4 last = Ipv4.parse(ends[1].trim());
        if (first.compareTo(last) > 0) {
            throw new Malformed("the range ends before it starts");
        }
        return new Range(first, last);
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
