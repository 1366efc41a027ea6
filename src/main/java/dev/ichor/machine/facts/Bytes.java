package dev.ichor.machine.facts;

/** Numbers in byte arrays. Bytes beyond the end count as zero. */
final class Bytes {
    private Bytes() {
    }

    static int u8(byte[] bytes, int at) {
        return at >= 0 && at < bytes.length ? bytes[at] & 0xFF : 0;
    }

    /** Little-endian. */
    static long le(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | u8(bytes, at + i);
        }
        return value;
    }

    /** Big-endian. */
    static long be(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | u8(bytes, at + i);
        }
        return value;
    }

    /** A little-endian counter of 16 bytes; what does not fit becomes the largest long. */
    static long saturated(byte[] bytes, int at) {
        long low = le(bytes, at, 8);
        return low < 0 || le(bytes, at + 8, 8) != 0 ? Long.MAX_VALUE : low;
    }

    static boolean isZero(byte[] bytes, int from, int count) {
        for (int i = 0; i < count; i++) {
            if (u8(bytes, from + i) != 0) {
                return false;
            }
        }
        return true;
    }
}
