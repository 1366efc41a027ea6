package dev.ichor.machine.facts;

import dev.ichor.base.SystemUuid;
import dev.ichor.machine.SystemIdentity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * SMBIOS tables (DMTF DSP0134): structures of a formatted part and a list of strings ended by two NULs.
 * Of types that may repeat, the first structure counts.
 */
final class Smbios {
    private static final int BIOS = 0;
    private static final int SYSTEM = 1;
    private static final int BOARD = 2;
    private static final int CHASSIS = 3;
    private static final int IPMI = 38;
    private static final int END = 127;
    private static final int MAXIMUM_STRUCTURES = 4096;
    /** What vendors leave in fields they never filled, in lower case. */
    private static final Set<String> FILLERS = Set.of("to be filled by o.e.m.", "to be filled by o.e.m",
            "default string", "not specified", "not applicable", "not available", "not provided", "none", "n/a", "na",
            "unknown", "undefined", "empty", "system serial number", "system product name", "system manufacturer",
            "system version", "system sku", "sku", "base board serial number", "chassis serial number",
            "chassis asset tag", "asset tag", "asset-1234567890", "no asset tag", "no asset information",
            "0123456789", "123456789", "1234567890", "oem", "o.e.m.", "invalid", "serial number", "unspecified system");

    private record Structure(byte[] table, int at, int length, int strings) {
        int u8(int offset) {
            return offset < length ? Bytes.u8(table, at + offset) : 0;
        }

        /** The string whose number stands at that offset; empty for none or a filler. */
        String string(int offset) {
            int wanted = u8(offset);
            int from = strings;
            for (int n = 1; wanted > 0 && from < table.length && table[from] != 0; n++) {
                int end = from;
                while (end < table.length && table[end] != 0) {
                    end++;
                }
                if (n == wanted) {
                    return meaningful(new String(table, from, end - from, StandardCharsets.UTF_8));
                }
                from = end + 1;
            }
            return "";
        }
    }

    private final Map<Integer, Structure> structures = new HashMap<>();
    private final boolean littleEndianUuid;

    private Smbios(boolean littleEndianUuid) {
        this.littleEndianUuid = littleEndianUuid;
    }

    /** @param entry the entry point, which tells the version; a new one is assumed where it is missing */
    static Smbios parse(byte[] table, byte[] entry) {
        Smbios out = new Smbios(version(entry) >= 0x0206);
        int at = 0;
        for (int n = 0; n < MAXIMUM_STRUCTURES && at + 4 <= table.length; n++) {
            int type = Bytes.u8(table, at);
            int length = Bytes.u8(table, at + 1);
            if (length < 4 || type == END) {
                break;
            }
            int strings = at + length;
            out.structures.putIfAbsent(type, new Structure(table, at, length, strings));
            at = end(table, strings);
        }
        return out;
    }

    /** The strings end with two NULs, of which the first may be the end of the last string. */
    private static int end(byte[] table, int strings) {
        int at = strings;
        while (at + 1 < table.length && (table[at] != 0 || table[at + 1] != 0)) {
            at++;
        }
        return at + 2;
    }

    private static int version(byte[] entry) {
        boolean wide = entry.length >= 9 && entry[0] == '_' && entry[3] == '3';
        if (wide) {
            return Bytes.u8(entry, 7) << 8 | Bytes.u8(entry, 8);
        }
        return entry.length >= 8 ? Bytes.u8(entry, 6) << 8 | Bytes.u8(entry, 7) : 0x0300;
    }

    /** Trimmed; empty if it is a filler or has no letter and no digit but zeros. */
    static String meaningful(String raw) {
        String text = Texts.clean(raw);
        boolean filler = FILLERS.contains(text.toLowerCase(Locale.ROOT))
                || text.chars().allMatch(c -> c == '0' || c == 'x' || c == 'X' || c == 'F' || c == 'f' || c == '.'
                || c == '-' || c == ' ' || c == '*');
        return filler ? "" : text;
    }

    SystemIdentity system() {
        return new SystemIdentity(uuid(), string(SYSTEM, 4), string(SYSTEM, 5), string(SYSTEM, 7), string(SYSTEM, 0x19),
                string(BOARD, 7), string(CHASSIS, 7), string(CHASSIS, 8));
    }

    String biosVendor() {
        return string(BIOS, 4);
    }

    String biosVersion() {
        return string(BIOS, 5);
    }

    String biosDate() {
        return string(BIOS, 8);
    }

    /** Whether the table has an IPMI device (type 38). */
    boolean namesBmc() {
        return structures.containsKey(IPMI);
    }

    boolean isEmpty() {
        return structures.isEmpty();
    }

    private String string(int type, int offset) {
        Structure structure = structures.get(type);
        return structure == null ? "" : structure.string(offset);
    }

    /** Since SMBIOS 2.6 the first three fields are little-endian; before, firmware wrote them in network order. */
    private Optional<SystemUuid> uuid() {
        Structure structure = structures.get(SYSTEM);
        if (structure == null || structure.length < 0x18 || structure.at + 0x18 > structure.table.length) {
            return Optional.empty();
        }
        byte[] raw = Arrays.copyOfRange(structure.table, structure.at + 8, structure.at + 0x18);
        if (littleEndianUuid) {
            return Optional.of(SystemUuid.ofSmbiosBytes(raw));
        }
        ByteBuffer in = ByteBuffer.wrap(raw);
        return Optional.of(new SystemUuid(new UUID(in.getLong(), in.getLong())));
    }
}
