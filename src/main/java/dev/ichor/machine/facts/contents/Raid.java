package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Member;
import java.util.List;
import java.util.function.Consumer;

/** Members of arrays: Linux md, Intel and DDF firmware RAID, DRBD. Most keep their super block at the end. */
final class Raid {
    static final List<Probe> ALL = List.of(Raid::md, Raid::oldMd, Raid::imsm, Raid::ddf, Raid::drbd);
    private static final long MD = 0xA92B_4EFCL;
    private static final long DDF = 0xDE11_DE11L;
    private static final long DDF_DISTANCE = 257 * 512L;

    private Raid() {
    }

    /** Metadata 1.0 near the end, 1.1 at the start, 1.2 at 4 KiB. */
    private static void md(Area area, Consumer<Contents> found) {
        long end = (area.length() / 512 - 16 & ~7L) * 512;
        for (long at : new long[] {0, 4096, end}) {
            if (area.le(at, 4) == MD && area.le(at + 4, 4) == 1) {
                found.accept(new Member("md", area.string(at + 32, 32), area.uuid(at + 16)));
                return;
            }
        }
    }

    private static void oldMd(Area area, Consumer<Contents> found) {
        long at = (area.length() & ~0xFFFFL) - 0x10000;
        boolean little = area.le(at, 4) == MD;
        boolean big = area.be(at, 4) == MD;
        if ((little || big) && (little ? area.le(at + 4, 4) : area.be(at + 4, 4)) == 0) {
            String words = little ? swapped(area, at + 20) + swapped(area, at + 52) + swapped(area, at + 56)
                    + swapped(area, at + 60) : area.hex(at + 20, 4) + area.hex(at + 52, 12);
            found.accept(new Member("md", "", Area.hyphened(words)));
        }
    }

    private static String swapped(Area area, long at) {
        return String.format("%08x", area.le(at, 4));
    }

    /** Intel Matrix Storage: the anchor stands two sectors before the end. */
    private static void imsm(Area area, Consumer<Contents> found) {
        for (int sector : new int[] {512, 4096}) {
            if (area.is(area.length() - 2L * sector, "Intel Raid ISM Cfg Sig. ")) {
                found.accept(new Member("imsm", "", ""));
            }
        }
    }

    /** SNIA DDF: the anchor header stands in the last sector. */
    private static void ddf(Area area, Consumer<Contents> found) {
        for (long distance : new long[] {512, 4096, DDF_DISTANCE}) {
            long at = area.length() - distance;
            if (area.be(at, 4) == DDF || area.le(at, 4) == DDF) {
                found.accept(new Member("ddf", "", area.string(at + 8, 24)));
                return;
            }
        }
    }

    /** DRBD with internal metadata: its block is the last whole 4 KiB. */
    private static void drbd(Area area, Consumer<Contents> found) {
        long at = (area.length() & ~4095L) - 4096;
        long magic = area.be(at + 60, 4);
        if (magic >= 0x8374_026AL && magic <= 0x8374_026DL) {
            found.accept(new Member("drbd", "", area.hex(at + 48, 8)));
        }
    }
}
