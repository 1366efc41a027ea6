package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Filesystem;
import java.util.List;
import java.util.function.Consumer;

/** Filesystems that Linux makes, and swap. Offsets are those of each filesystem's own super block. */
final class LinuxFilesystems {
    private static final int EXT3_INCOMPATIBLE = 0x2 | 0x4 | 0x10;
    private static final int EXT3_READ_ONLY_COMPATIBLE = 0x1 | 0x2 | 0x4;
    private static final String BCACHEFS = "c68573f666ce90a9d96a60cf803df7ef";

    static final List<Probe> ALL = List.of(LinuxFilesystems::ext, LinuxFilesystems::xfs, LinuxFilesystems::btrfs,
            LinuxFilesystems::f2fs, LinuxFilesystems::nilfs, LinuxFilesystems::reiserfs, LinuxFilesystems::jfs,
            LinuxFilesystems::clustered, LinuxFilesystems::readOnly, LinuxFilesystems::swap,
            LinuxFilesystems::bcachefs);

    private LinuxFilesystems() {
    }

    private static void ext(Area area, Consumer<Contents> found) {
        long at = 1024;
        boolean sane = area.le(at + 0x18, 4) <= 6 && area.le(at + 0x4C, 4) <= 1 && area.le(at, 4) != 0;
        if (area.le(at + 0x38, 2) != 0xEF53 || !sane) {
            return;
        }
        long compatible = area.le(at + 0x5C, 4);
        long incompatible = area.le(at + 0x60, 4);
        long readOnly = area.le(at + 0x64, 4);
        String type;
        if ((incompatible & 0x8) != 0) {
            type = "jbd";
        } else if ((incompatible & ~EXT3_INCOMPATIBLE) != 0 || (readOnly & ~EXT3_READ_ONLY_COMPATIBLE) != 0) {
            type = "ext4";
        } else {
            type = (compatible & 0x4) != 0 ? "ext3" : "ext2";
        }
        found.accept(new Filesystem(type, area.string(at + 0x78, 16), area.uuid(at + 0x68)));
    }

    private static void xfs(Area area, Consumer<Contents> found) {
        if (area.is(0, "XFSB")) {
            found.accept(new Filesystem("xfs", area.string(108, 12), area.uuid(32)));
        }
    }

    private static void btrfs(Area area, Consumer<Contents> found) {
        long at = 65536;
        if (area.is(at + 0x40, "_BHRfS_M")) {
            found.accept(new Filesystem("btrfs", area.string(at + 0x12B, 256), area.uuid(at + 0x20)));
        }
    }

    private static void f2fs(Area area, Consumer<Contents> found) {
        for (long at : new long[] {1024, 4096 + 1024}) {
            if (area.le(at, 4) == 0xF2F5_2010L) {
                found.accept(new Filesystem("f2fs", area.utf16(at + 124, 512), area.uuid(at + 108)));
                return;
            }
        }
    }

    private static void nilfs(Area area, Consumer<Contents> found) {
        long at = 1024;
        if (area.le(at + 6, 2) == 0x3434 && area.le(at, 4) == 2) {
            found.accept(new Filesystem("nilfs2", area.string(at + 168, 80), area.uuid(at + 152)));
        }
    }

    private static void reiserfs(Area area, Consumer<Contents> found) {
        for (long at : new long[] {8192, 65536}) {
            if (area.is(at + 52, "ReIsErFs") || area.is(at + 52, "ReIsEr2Fs") || area.is(at + 52, "ReIsEr3Fs")) {
                found.accept(new Filesystem("reiserfs", area.string(at + 100, 16), area.uuid(at + 84)));
                return;
            }
        }
        if (area.is(65536, "ReIsEr4")) {
            found.accept(new Filesystem("reiser4", area.string(65536 + 36, 16), area.uuid(65536 + 20)));
        }
    }

    private static void jfs(Area area, Consumer<Contents> found) {
        if (area.is(32768, "JFS1")) {
            found.accept(new Filesystem("jfs", area.string(32768 + 152, 16), area.uuid(32768 + 136)));
        }
    }

    private static void clustered(Area area, Consumer<Contents> found) {
        long at = 65536;
        if (area.be(at, 4) == 0x0116_1970L && area.be(at + 4, 4) == 1) {
            found.accept(new Filesystem("gfs2", area.string(at + 96 + 64, 64), area.uuid(at + 256)));
        }
        for (long block = 1024; block <= 8192; block *= 2) {
            if (area.is(block, "OCFSV2")) {
                found.accept(new Filesystem("ocfs2", area.string(block + 272, 64), area.uuid(block + 336)));
                return;
            }
        }
    }

    private static void readOnly(Area area, Consumer<Contents> found) {
        boolean squash = area.is(0, "hsqs") && area.le(28, 2) <= 4 || area.is(0, "sqsh") && area.be(28, 2) <= 4;
        if (squash) {
            found.accept(new Filesystem("squashfs", "", ""));
        }
        if (area.le(1024, 4) == 0xE0F5_E1E2L) {
            found.accept(new Filesystem("erofs", area.string(1024 + 64, 16), area.uuid(1024 + 48)));
        }
    }

    private static void swap(Area area, Consumer<Contents> found) {
        for (int page = 4096; page <= 65536; page *= 2) {
            long at = page - 10;
            if (area.is(at, "SWAPSPACE2")) {
                found.accept(new Filesystem("swap", area.string(1024 + 28, 16), area.uuid(1024 + 12)));
            } else if (area.is(at, "SWAP-SPACE")) {
                found.accept(new Filesystem("swap", "", ""));
            } else if (area.is(at, "S1SUSPEND") || area.is(at, "S2SUSPEND") || area.is(at, "ULSUSPEND")
                    || area.is(at, "LINHIB0001")) {
                found.accept(new Filesystem("swap with a suspended system", "", ""));
            }
        }
    }

    private static void bcachefs(Area area, Consumer<Contents> found) {
        if (area.hex(4096 + 24, 16).equals(BCACHEFS)) {
            found.accept(new Filesystem("bcachefs", area.string(4096 + 72, 32), area.uuid(4096 + 56)));
        }
    }
}
