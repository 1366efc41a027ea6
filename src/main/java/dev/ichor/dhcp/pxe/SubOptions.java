package dev.ichor.dhcp.pxe;

import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Options inside an option, as 43 and 175 carry them (RFC 2132 section 8.4). */
final class SubOptions {
    private SubOptions() {
    }

    /** What can be read; stops at END or at the first sub-option that runs over the end. */
    static List<Option> read(byte[] bytes) {
        List<Option> out = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int code = bytes[at++] & 0xFF;
            if (code == Code.PAD) {
                continue;
            }
            if (code == Code.END || at >= bytes.length || at + 1 + (bytes[at] & 0xFF) > bytes.length) {
                return out;
            }
            int length = bytes[at++] & 0xFF;
            out.add(new Option(code, Arrays.copyOfRange(bytes, at, at + length)));
            at += length;
        }
        return out;
    }
}
