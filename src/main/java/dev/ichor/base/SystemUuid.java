package dev.ichor.base;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;

/** The UUID in a machine's SMBIOS system table (DMTF DSP0134, type 1), in the text form that Linux prints. */
public record SystemUuid(UUID value) implements Comparable<SystemUuid> {
    /** Values that vendors left in the table of every board of a batch: they identify nothing. */
    private static final Set<String> PLACEHOLDERS = Set.of(
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "03000200-0400-0500-0006-000700080009",
            "00020003-0004-0005-0006-000700080009",
            "12345678-1234-5678-90ab-cddeefaabbcc",
            "12345678-1234-1234-1234-123456789abc",
            "fefefefe-fefe-fefe-fefe-fefefefefefe",
            "efefefef-efef-efef-efef-efefefefefef",
            "4c4c4544-0000-2010-8020-80c04f202020");

    /**
     * Reads the 36-character form in either case.
     *
     * @throws Malformed for anything else
     */
    public static SystemUuid parse(String text) throws Malformed {
        if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw new Malformed("not a UUID (expected 8-4-4-4-12 hexadecimal digits)");
        }
        return new SystemUuid(UUID.fromString(text));
    }

    /**
     * The sixteen bytes as SMBIOS 2.6 and DHCP option 97 carry them: the first three fields little-endian
     * (RFC 4578 section 2.3 as firmware applies it).
     */
    public static SystemUuid ofSmbiosBytes(byte[] sixteen) {
        if (sixteen.length != 16) {
            throw new IllegalArgumentException("a UUID has sixteen bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(sixteen);
        int a = Integer.reverseBytes(in.getInt());
        short b = Short.reverseBytes(in.getShort());
        short c = Short.reverseBytes(in.getShort());
        long high = (a & 0xFFFF_FFFFL) << 32 | (b & 0xFFFFL) << 16 | c & 0xFFFFL;
        return new SystemUuid(new UUID(high, in.getLong()));
    }

    /** True for values known to be shared by many machines; identity then falls back to the MAC addresses. */
    public boolean isPlaceholder() {
        return PLACEHOLDERS.contains(toString());
    }

    @Override
    public int compareTo(SystemUuid other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
