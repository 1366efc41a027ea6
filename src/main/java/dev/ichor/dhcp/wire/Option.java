package dev.ichor.dhcp.wire;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One option, whole: parts that the wire had split (RFC 3396) are joined, and of any length.
 *
 * @param code 1 to 254
 * @param data the value's bytes, possibly none
 */
public record Option(int code, byte[] data) {
    public Option {
        if (code <= Code.PAD || code >= Code.END) {
            throw new IllegalArgumentException("an option code lies between 1 and 254");
        }
        data = data.clone();
    }

    @Override
    public byte[] data() {
        return data.clone();
    }

    /** The number of bytes in {@link #data()}. */
    public int length() {
        return data.length;
    }

    /** Bytes on the wire, with the headers of all parts. */
    int wireLength() {
        return data.length + 2 * Math.max(1, (data.length + 254) / 255);
    }

    byte[] shared() {
        return data;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Option(int c, byte[] d) && c == code && Arrays.equals(d, data);
    }

    @Override
    public int hashCode() {
        return 31 * code + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return code + "=" + HexFormat.of().formatHex(data);
    }
}
