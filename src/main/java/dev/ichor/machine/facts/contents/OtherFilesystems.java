package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Filesystem;
import java.util.List;
import java.util.function.Consumer;

/** Filesystems of other systems: DOS and Windows, optical media, Apple, BSD. */
final class OtherFilesystems {
    static final List<Probe> ALL = List.of(OtherFilesystems::fat, OtherFilesystems::windows,
            OtherFilesystems::optical, OtherFilesystems::apple, OtherFilesystems::ufs);
    private static final int OPTICAL_SECTOR = 2048;

    private OtherFilesystems() {
    }

    private static void fat(Area area, Consumer<Contents> found) {
        boolean jump = area.u8(0) == 0xE9 || area.u8(0) == 0xEB;
        if (!jump || area.le(510, 2) != 0xAA55) {
            return;
        }
        if (area.is(82, "FAT32   ")) {
            found.accept(new Filesystem("vfat", fatLabel(area, 71), serial(area.le(67, 4))));
        } else if (area.is(54, "FAT12   ") || area.is(54, "FAT16   ") || area.is(54, "FAT     ")) {
            found.accept(new Filesystem("vfat", fatLabel(area, 43), serial(area.le(39, 4))));
        }
    }

    private static String fatLabel(Area area, long at) {
        String label = area.string(at, 11);
        return label.equals("NO NAME") ? "" : label;
    }

    private static String serial(long number) {
        return String.format("%04X-%04X", number >>> 16, number & 0xFFFF);
    }

    private static void windows(Area area, Consumer<Contents> found) {
        if (area.is(3, "EXFAT   ")) {
            found.accept(new Filesystem("exfat", "", serial(area.le(100, 4))));
        }
        if (area.is(3, "NTFS    ")) {
            found.accept(new Filesystem("ntfs", "", String.format("%016X", area.le(72, 8))));
        }
        if (area.is(3, "ReFS\0\0\0\0")) {
            found.accept(new Filesystem("refs", "", ""));
        }
    }

    private static void optical(Area area, Consumer<Contents> found) {
        if (area.is(32769, "CD001")) {
            found.accept(new Filesystem("iso9660", area.string(32768 + 40, 32), ""));
        }
        for (int i = 0; i < 16; i++) {
            long at = 32769 + (long) i * OPTICAL_SECTOR;
            if (area.is(at, "NSR02") || area.is(at, "NSR03")) {
                found.accept(new Filesystem("udf", "", ""));
                return;
            }
        }
    }

    private static void apple(Area area, Consumer<Contents> found) {
        if (area.is(1024, "H+\0") || area.is(1024, "HX\0")) {
            found.accept(new Filesystem("hfsplus", "", area.le(1024 + 104, 8) == 0 ? "" : area.hex(1024 + 104, 8)));
        } else if (area.is(1024, "BD") && area.be(1024 + 20, 4) % 512 == 0 && area.be(1024 + 20, 4) != 0) {
            found.accept(new Filesystem("hfs", "", ""));
        }
        if (area.is(32, "NXSB")) {
            found.accept(new Filesystem("apfs", "", area.uuid(72)));
        }
    }

    private static void ufs(Area area, Consumer<Contents> found) {
        for (long at : new long[] {8192, 65536, 262144}) {
            long magic = area.le(at + 1372, 4);
            if (magic == 0x0001_1954L || magic == 0x5419_0100L || magic == 0x1954_0119L || magic == 0x1901_5419L) {
                found.accept(new Filesystem("ufs", "", ""));
                return;
            }
        }
    }
}
