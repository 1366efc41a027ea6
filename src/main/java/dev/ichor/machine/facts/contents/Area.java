package dev.ichor.machine.facts.contents;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A stretch of a disk: all of it, or a partition. Offsets count from its start. Bytes outside it, or that were not
 * read, are zero for numbers and match no text, so a probe needs no bounds of its own.
 */
final class Area {
    private static final HexFormat HEX = HexFormat.of();

    private final DiskBlocks disk;
    private final long start;
    private final long length;

    private Area(DiskBlocks disk, long start, long length) {
        this.disk = disk;
        this.start = start;
        this.length = length;
    }

    static Area whole(DiskBlocks disk) {
        return new Area(disk, 0, disk.size());
    }

    /** The part from {@code from} on, cut to this area. */
    Area part(long from, long bytes) {
        long first = Math.clamp(from, 0, length);
        return new Area(disk, start + first, Math.clamp(bytes, 0, length - first));
    }

    long length() {
        return length;
    }

    int logical() {
        return disk.logical();
    }

    /** Whether the kernel told which partitions it sees. */
    boolean kernelTold() {
        return !disk.partitions().isEmpty();
    }

    /** Whether that byte was read. */
    boolean has(long at) {
        return at >= 0 && at < length && disk.at(start + at) >= 0;
    }

    int u8(long at) {
        return has(at) ? disk.at(start + at) : 0;
    }

    /** Little-endian number of up to eight bytes. */
    long le(long at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | u8(at + i);
        }
        return value;
    }

    /** Big-endian number of up to eight bytes. */
    long be(long at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | u8(at + i);
        }
        return value;
    }

    /** Whether exactly these characters (each one byte) stand there. */
    boolean is(long at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!has(at + i) || u8(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** That many bytes, or none if not all of them were read. */
    byte[] bytes(long at, int count) {
        if (!has(at + count - 1)) {
            return new byte[0];
        }
        byte[] out = new byte[count];
        for (int i = 0; i < count; i++) {
            if (!has(at + i)) {
                return new byte[0];
            }
            out[i] = (byte) u8(at + i);
        }
        return out;
    }

    /** Text up to a NUL or {@code max} bytes, made printable and trimmed. */
    String string(long at, int max) {
        byte[] raw = new byte[max];
        int n = 0;
        while (n < max && u8(at + n) != 0) {
            raw[n] = (byte) u8(at + n);
            n++;
        }
        return printable(new String(raw, 0, n, StandardCharsets.UTF_8));
    }

    /** UTF-16LE text up to a NUL or {@code max} characters, made printable and trimmed. */
    String utf16(long at, int max) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < max && le(at + 2L * i, 2) != 0; i++) {
            text.append((char) le(at + 2L * i, 2));
        }
        return printable(text.toString());
    }

    /** Sixteen bytes as a UUID in the order they stand; empty if all are zero. */
    String uuid(long at) {
        return le(at, 8) == 0 && le(at + 8, 8) == 0 ? "" : hyphened(hex(at, 16));
    }

    /** Sixteen bytes as a GUID, whose first three fields are little-endian (UEFI specification, appendix A). */
    String guid(long at) {
        String first = String.format("%08x%04x%04x", le(at, 4), le(at + 4, 2), le(at + 6, 2));
        return hyphened(first + hex(at + 8, 8));
    }

    /** Lower-case hexadecimal digits of that many bytes. */
    String hex(long at, int count) {
        StringBuilder text = new StringBuilder(count * 2);
        for (int i = 0; i < count; i++) {
            HEX.toHexDigits(text, (byte) u8(at + i));
        }
        return text.toString();
    }

    static String hyphened(String hex32) {
        return hex32.substring(0, 8) + '-' + hex32.substring(8, 12) + '-' + hex32.substring(12, 16) + '-'
                + hex32.substring(16, 20) + '-' + hex32.substring(20);
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) || !Character.isDefined(c) || c >= 0xD800 && c < 0xE000
                ? '?' : c).forEach(out::appendCodePoint);
        return out.toString().strip();
    }
}
