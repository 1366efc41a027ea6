package dev.ichor.dhcp.pxe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Option 77. RFC 3004 has a list of length-prefixed texts; iPXE and others send one bare text (quirk D18). */
final class UserClass {
    private UserClass() {
    }

    static List<String> read(byte[] bytes) {
        List<String> out = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = bytes[at] & 0xFF;
            if (length == 0 || at + 1 + length > bytes.length) {
                return List.of(new String(bytes, StandardCharsets.ISO_8859_1));
            }
            out.add(new String(bytes, at + 1, length, StandardCharsets.ISO_8859_1));
            at += 1 + length;
        }
        return List.copyOf(out);
    }
}
