package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Filesystem;
import dev.ichor.machine.hardware.Contents.Member;
import java.util.List;
import java.util.function.Consumer;

/** Encrypted containers, caches and storage systems that take a disk as a whole. */
final class Members {
    static final List<Probe> ALL = List.of(Members::luks, Members::bitlocker, Members::bcache, Members::ceph,
            Members::deviceMapper, Members::databases, Members::vmfs);
    private static final String BCACHE = "c68573f64e1a45ca8265f57f48ba6d81";
    private static final String STRATIS = "!Stra0tis\u0086\u00ff\u0002^\u0041rh";
    /** Offsets of the second LUKS2 header for each size that the first one may have (LUKS2 format, section 2). */
    private static final int[] SECOND_HEADERS = {0x4000, 0x8000, 0x10000, 0x20000, 0x40000, 0x80000};

    private Members() {
    }

    private static void luks(Area area, Consumer<Contents> found) {
        if (area.is(0, "LUKS\u00ba\u00be")) {
            String label = area.be(6, 2) == 2 ? area.string(24, 48) : "";
            found.accept(new Member("luks", label, area.string(168, 40)));
            return;
        }
        for (int at : SECOND_HEADERS) {
            if (area.is(at, "SKUL\u00ba\u00be")) {
                found.accept(new Member("luks", area.string(at + 24, 48), area.string(at + 168, 40)));
                return;
            }
        }
    }

    private static void bitlocker(Area area, Consumer<Contents> found) {
        if (area.is(3, "-FVE-FS-")) {
            found.accept(new Member("bitlocker", "", ""));
        }
    }

    private static void bcache(Area area, Consumer<Contents> found) {
        if (area.hex(4096 + 24, 16).equals(BCACHE)) {
            found.accept(new Member("bcache", area.string(4096 + 72, 32), area.uuid(4096 + 40)));
        }
    }

    private static void ceph(Area area, Consumer<Contents> found) {
        if (area.is(0, "bluestore block device")) {
            found.accept(new Member("ceph", "", area.string(23, 36)));
        }
    }

    private static void deviceMapper(Area area, Consumer<Contents> found) {
        if (area.is(0, "dmvdo001")) {
            found.accept(new Member("vdo", "", ""));
        }
        if (area.is(0, "integrt\0")) {
            found.accept(new Member("dm-integrity", "", ""));
        }
        if (area.is(0, "verity\0\0")) {
            found.accept(new Filesystem("dm-verity hash", "", area.uuid(16)));
        }
        if (area.is(516, STRATIS) || area.is(4612, STRATIS)) {
            found.accept(new Member("stratis", "", ""));
        }
    }

    private static void databases(Area area, Consumer<Contents> found) {
        if (area.is(32, "ORCLDISK")) {
            found.accept(new Member("oracleasm", area.string(40, 24), ""));
        }
        if (area.is(3072, "PRIVHEAD")) {
            found.accept(new Member("ldm", "", area.string(3072 + 0x30, 64)));
        }
    }

    /** VMFS keeps its volume header 1 MiB into its partition, which is seen only where a sample hits it. */
    private static void vmfs(Area area, Consumer<Contents> found) {
        if (area.le(0x10_0000, 4) == 0xC001_D00DL || area.le(0x20_0000, 4) == 0x2FAB_F15EL) {
            found.accept(new Member("vmfs", "", ""));
        }
    }
}
