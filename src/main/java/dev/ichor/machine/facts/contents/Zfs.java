package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Member;
import java.util.function.Consumer;

/** ZFS: four labels of 256 KiB, two at each end, each with a list of names and values and a ring of uberblocks. */
final class Zfs {
    private static final long LABEL = 256 << 10;
    private static final int LIST = 16 << 10;
    private static final int RING = 128 << 10;
    private static final long UBERBLOCK = 0x00BA_B10CL;
    private static final int STRING = 9;
    private static final int UINT64 = 8;
    private static final int LIST_HEADER = 12;
    private static final int MAXIMUM_PAIRS = 64;

    private Zfs() {
    }

    static void look(Area area, Consumer<Contents> found) {
        long end = area.length() / LABEL * LABEL;
        boolean seen = false;
        for (long label : new long[] {0, LABEL, end - 2 * LABEL, end - LABEL}) {
            if (label < 0 || !hasUberblock(area, label) && !hasList(area, label)) {
                continue;
            }
            seen = true;
            String name = value(area, label, "name", STRING);
            if (!name.isEmpty()) {
                found.accept(new Member("zfs", name, value(area, label, "pool_guid", UINT64)));
                return;
            }
        }
        if (seen) {
            found.accept(new Member("zfs", "", ""));
        }
    }

    private static boolean hasUberblock(Area area, long label) {
        for (int at = RING; at < LABEL; at += 1024) {
            boolean likely = area.u8(label + at) == 0x0C || area.u8(label + at + 7) == 0x0C;
            if (likely && (area.le(label + at, 8) == UBERBLOCK || area.be(label + at, 8) == UBERBLOCK)) {
                return true;
            }
        }
        return false;
    }

    /** XDR encoding of a list with unique names whose first pair is {@code version}. */
    private static boolean hasList(Area area, long label) {
        long at = label + LIST;
        return area.u8(at) == 1 && area.be(at + LIST_HEADER + 8, 4) == 7 && area.is(at + LIST_HEADER + 12, "version");
    }

    private static String value(Area area, long label, String name, int type) {
        long at = label + LIST + LIST_HEADER;
        for (int i = 0; i < MAXIMUM_PAIRS; i++) {
            long size = area.be(at, 4);
            long length = area.be(at + 8, 4);
            if (size < 20 || size > RING || length > size) {
                return "";
            }
            long data = at + 12 + (length + 3 & ~3L);
            if (length == name.length() && area.is(at + 12, name) && area.be(data, 4) == type) {
                return type == STRING ? area.string(data + 12, (int) Math.min(256, area.be(data + 8, 4)))
                        : Long.toUnsignedString(area.be(data + 8, 8));
            }
            at += size;
        }
        return "";
    }
}
