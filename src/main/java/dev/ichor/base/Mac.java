package dev.ichor.base;

import java.util.HexFormat;
import java.util.Locale;

/**
 * A 48-bit MAC address. Printed as {@code aa:bb:cc:dd:ee:ff}; ordered by value.
 *
 * @param bits the address in the low 48 bits
 */
public record Mac(long bits) implements Comparable<Mac> {
    private static final long MASK = 0xFFFF_FFFF_FFFFL;

    public Mac {
        if ((bits & ~MASK) != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits");
        }
    }

    /**
     * Reads {@code aa:bb:cc:dd:ee:ff}, the same with {@code -}, {@code aabb.ccdd.eeff} or twelve bare digits.
     *
     * @throws Malformed for anything else
     */
    public static Mac parse(String text) throws Malformed {
        String digits = switch (text.length()) {
            case 12 -> text;
            case 14 -> dotted(text);
            case 17 -> paired(text);
            default -> "";
        };
        if (digits.length() != 12 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw new Malformed("not a MAC address (expected aa:bb:cc:dd:ee:ff)");
        }
        return new Mac(Long.parseLong(digits, 16));
    }

    private static String paired(String text) {
        char separator = text.charAt(2);
        if (separator != ':' && separator != '-') {
            return "";
        }
        for (int i = 2; i < 17; i += 3) {
            if (text.charAt(i) != separator) {
                return "";
            }
        }
        return text.replace(String.valueOf(separator), "");
    }

    private static String dotted(String text) {
        return text.charAt(4) == '.' && text.charAt(9) == '.' ? text.replace(".", "") : "";
    }

    /** The address in the first six bytes of {@code bytes}. */
    public static Mac of(byte[] bytes) {
        if (bytes.length < 6) {
            throw new IllegalArgumentException("a MAC address has six bytes");
        }
        long bits = 0;
        for (int i = 0; i < 6; i++) {
            bits = bits << 8 | (bytes[i] & 0xFF);
        }
        return new Mac(bits);
    }

    /** Six bytes in network order. */
    public byte[] bytes() {
        byte[] out = new byte[6];
        for (int i = 0; i < 6; i++) {
            out[i] = (byte) (bits >>> (40 - 8 * i));
        }
        return out;
    }

    /** The first three bytes, the vendor's prefix, as {@code aa:bb:cc}. */
    public String oui() {
        return toString().substring(0, 8);
    }

    /** All zero, or a group address: no NIC has it as its own. */
    public boolean isUnusable() {
        return bits == 0 || (bits >>> 40 & 1) == 1;
    }

    /** The form iPXE and PXELINUX put into file names: {@code aa-bb-cc-dd-ee-ff}. */
    public String hyphened() {
        return toString().replace(':', '-');
    }

    @Override
    public int compareTo(Mac other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(bytes()).toLowerCase(Locale.ROOT);
    }
}
