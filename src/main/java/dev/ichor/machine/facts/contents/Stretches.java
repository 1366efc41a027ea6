package dev.ichor.machine.facts.contents;

import java.util.Arrays;
import java.util.Map;

/** Copied places of a disk beside head, tail and samples: first bytes of partitions, mostly. */
final class Stretches {
    private final long[] starts;
    private final byte[][] bytes;

    Stretches(Map<Long, byte[]> byStart) {
        starts = byStart.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        bytes = Arrays.stream(starts).mapToObj(byStart::get).toArray(byte[][]::new);
    }

    /** The byte at that place of the disk, or -1 if no stretch holds it. */
    int at(long offset) {
        int found = Arrays.binarySearch(starts, offset);
        int index = found >= 0 ? found : -found - 2;
        if (index < 0) {
            return -1;
        }
        long inside = offset - starts[index];
        return inside < bytes[index].length ? bytes[index][(int) inside] & 0xFF : -1;
    }

    boolean allZero() {
        for (byte[] stretch : bytes) {
            if (DiskBlocks.nonZero(stretch, 0) >= 0) {
                return false;
            }
        }
        return true;
    }
}
