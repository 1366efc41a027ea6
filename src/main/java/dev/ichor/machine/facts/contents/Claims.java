package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents.Unknown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which stretches of a disk something found accounts for; what is not zero beside them is unknown data. */
final class Claims {
    private record Stretch(long start, long end) {
    }

    private final List<Stretch> stretches = new ArrayList<>();

    void add(long start, long length) {
        if (length > 0 && start >= 0) {
            stretches.add(new Stretch(start, start + length < 0 ? Long.MAX_VALUE : start + length));
        }
    }

    /** The end of the claims around that place, or the place itself if it is not claimed. */
    private long past(long place) {
        long at = place;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Stretch stretch : stretches) {
                if (stretch.start <= at && at < stretch.end) {
                    at = stretch.end;
                    moved = true;
                }
            }
        }
        return at;
    }

    /** What was read, is not zero and is not claimed: at most one finding, naming the first such byte. */
    Optional<Unknown> unclaimed(DiskBlocks disk) {
        Optional<Unknown> found = scan(disk.head(), 0, "");
        if (found.isEmpty()) {
            found = scan(disk.tail(), Math.max(0, disk.tailStart()), " near the end");
        }
        int whole = disk.samples().length / DiskBlocks.BLOCK;
        for (int i = 0; i < whole && found.isEmpty(); i++) {
            int from = i * DiskBlocks.BLOCK;
            if (DiskBlocks.nonZero(disk.samples(), from) < 0) {
                break;
            }
            found = scan(Arrays.copyOfRange(disk.samples(), from, from + DiskBlocks.BLOCK),
                    disk.sampleStart(i), " in a sample");
        }
        return found;
    }

    private Optional<Unknown> scan(byte[] bytes, long start, String where) {
        int at = DiskBlocks.nonZero(bytes, 0);
        while (at >= 0) {
            long end = past(start + at);
            if (end == start + at) {
                return Optional.of(new Unknown("from byte " + end + " on" + where + kind(bytes)));
            }
            at = end - start >= bytes.length ? -1 : DiskBlocks.nonZero(bytes, (int) (end - start));
        }
        return Optional.empty();
    }

    private static String kind(byte[] bytes) {
        for (byte b : bytes) {
            if (b != (byte) 0xFF) {
                return "";
            }
        }
        return ", filled with ff";
    }
}
