package dev.ichor.dhcp.lease;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;

/** Addresses from {@code first} to {@code last}, both included. */
public record AddressRange(Ipv4 first, Ipv4 last) {
    public AddressRange {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("a range begins with its lower address");
        }
    }

    /**
     * Reads {@code 192.0.2.10-192.0.2.99}, or one address alone.
     *
     * @throws Malformed for anything else, or when the second address is lower
     */
    public static AddressRange parse(String text) throws Malformed {
        int dash = text.indexOf('-');
        Ipv4 first = Ipv4.parse((dash < 0 ? text : text.substring(0, dash)).strip());
        Ipv4 last = dash < 0 ? first : Ipv4.parse(text.substring(dash + 1).strip());
        if (first.compareTo(last) > 0) {
            throw new Malformed("the range " + text + " ends before it begins");
        }
        return new AddressRange(first, last);
    }

    public boolean contains(Ipv4 address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }

    public long size() {
        return (last.bits() & 0xFFFF_FFFFL) - (first.bits() & 0xFFFF_FFFFL) + 1;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
