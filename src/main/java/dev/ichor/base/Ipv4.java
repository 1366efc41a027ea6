package dev.ichor.base;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 address. Ordered as an unsigned number.
 *
 * @param bits the address in network order
 */
public record Ipv4(int bits) implements Comparable<Ipv4> {
    public static final Ipv4 ANY = new Ipv4(0);
    public static final Ipv4 BROADCAST = new Ipv4(-1);

    /**
     * Reads dotted decimal without leading zeros; no names, no short forms.
     *
     * @throws Malformed for anything else
     */
    public static Ipv4 parse(String text) throws Malformed {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new Malformed("not an IPv4 address (expected 192.0.2.1)");
        }
        int bits = 0;
        for (String part : parts) {
            bits = bits << 8 | octet(part);
        }
        return new Ipv4(bits);
    }

    private static int octet(String part) throws Malformed {
        boolean digits = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
        if (!digits || leadingZero || Integer.parseInt(part) > 255) {
            throw new Malformed("not an IPv4 address (expected four numbers from 0 to 255)");
        }
        return Integer.parseInt(part);
    }

    /** The address in four bytes of network order. */
    public static Ipv4 of(byte[] bytes) {
        if (bytes.length != 4) {
            throw new IllegalArgumentException("an IPv4 address has four bytes");
        }
        return new Ipv4((bytes[0] & 0xFF) << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF);
    }

    public static Ipv4 of(Inet4Address address) {
        return of(address.getAddress());
    }

    public byte[] bytes() {
        return new byte[] {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
    }

    public Inet4Address inet() {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are always an address", e);
        }
    }

    /** The address {@code n} further on; wraps around. */
    public Ipv4 plus(int n) {
        return new Ipv4(bits + n);
    }

    public boolean isAny() {
        return bits == 0;
    }

    @Override
    public int compareTo(Ipv4 other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }
}
