package dev.ichor.machine.facts.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Filesystem;
import dev.ichor.machine.hardware.Contents.MayastorPool;
import dev.ichor.machine.hardware.Contents.Member;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures of which no Debian tool writes one here: the bytes follow each format's description. */
class ComposedSignaturesTest {
    private static final long SIZE = 1L << 30;
    private static final String UUID = "11112222333344445555666677778888";
    private static final String TEXT_UUID = "11112222-3333-4444-5555-666677778888";
    private static final long OLD_MD = (SIZE & ~0xFFFFL) - 0x10000;
    private static final long MD_10 = (SIZE / 512 - 16 & ~7L) * 512;
    private static final long ZFS_L2 = SIZE - 2 * (256 << 10);

    static Stream<Arguments> signatures() {
        return Stream.of(
                row("SPDK blobstore", ComposedSignaturesTest::pool, new MayastorPool("pool-1", TEXT_UUID)),
                row("SPDK super block alone", disk -> disk.text(0, "SPDKBLOB"), new MayastorPool("", "")),
                row("SPDK with metadata beyond what was read", disk -> disk.text(0, "SPDKBLOB").le(48, 4, 100_000),
                        new MayastorPool("", "")),
                row("md 0.90", disk -> disk.le(OLD_MD, 4, 0xA92B4EFCL).le(OLD_MD + 20, 4, 0x11112222)
                        .le(OLD_MD + 52, 4, 0x33334444).le(OLD_MD + 56, 4, 0x55556666).le(OLD_MD + 60, 4, 0x77778888),
                        new Member("md", "", TEXT_UUID)),
                row("md 1.0", disk -> md(disk, MD_10), new Member("md", "host:data", TEXT_UUID)),
                row("md 1.1", disk -> md(disk, 0), new Member("md", "host:data", TEXT_UUID)),
                row("md 1.2", disk -> md(disk, 4096), new Member("md", "host:data", TEXT_UUID)),
                row("Intel firmware RAID", disk -> disk.text(SIZE - 1024, "Intel Raid ISM Cfg Sig. 1.3.00"),
                        new Member("imsm", "", "")),
                row("DDF", disk -> disk.hex(SIZE - 512, "de11de11").text(SIZE - 504, "LSI     0123"),
                        new Member("ddf", "", "LSI     0123")),
                row("DRBD 8", disk -> disk.hex(SIZE - 4096 + 48, "0102030405060708").hex(SIZE - 4096 + 60, "8374026b"),
                        new Member("drbd", "", "0102030405060708")),
                row("DRBD 9", disk -> disk.hex(SIZE - 4096 + 60, "8374026d"), new Member("drbd", "", "0000000000000000")),
                row("ZFS list in label 0", disk -> zfs(disk, 0), new Member("zfs", "tank", "1234605616436508552")),
                row("ZFS list in label 1", disk -> zfs(disk, 256 << 10), new Member("zfs", "tank", "1234605616436508552")),
                row("ZFS list in label 2", disk -> zfs(disk, ZFS_L2), new Member("zfs", "tank", "1234605616436508552")),
                row("ZFS list in label 3", disk -> zfs(disk, ZFS_L2 + (256 << 10)),
                        new Member("zfs", "tank", "1234605616436508552")),
                row("ZFS uberblock alone", disk -> disk.le((128 << 10) + 4096, 8, 0xBAB10C), new Member("zfs", "", "")),
                row("ZFS big-endian uberblock", disk -> disk.hex(ZFS_L2 + (128 << 10) + 1024, "0000000000bab10c"),
                        new Member("zfs", "", "")),
                row("Ceph bluestore", disk -> disk.text(0, "bluestore block device\n" + TEXT_UUID + "\n"),
                        new Member("ceph", "", TEXT_UUID)),
                row("second LUKS2 header", disk -> disk.text(0x4000, "SKUL\u00ba\u00be").text(0x4000 + 168, TEXT_UUID),
                        new Member("luks", "", TEXT_UUID)),
                row("BitLocker", disk -> disk.text(3, "-FVE-FS-"), new Member("bitlocker", "", "")),
                row("VDO", disk -> disk.text(0, "dmvdo001"), new Member("vdo", "", "")),
                row("dm-integrity", disk -> disk.text(0, "integrt\0"), new Member("dm-integrity", "", "")),
                row("dm-verity", disk -> disk.text(0, "verity\0\0").hex(16, UUID),
                        new Filesystem("dm-verity hash", "", TEXT_UUID)),
                row("Stratis", disk -> disk.text(516, "!Stra0tis\u0086\u00ff\u0002^\u0041rh"),
                        new Member("stratis", "", "")),
                row("Oracle ASM", disk -> disk.text(32, "ORCLDISK").text(40, "DATA1"),
                        new Member("oracleasm", "DATA1", "")),
                row("Windows dynamic disk", disk -> disk.text(3072, "PRIVHEAD"), new Member("ldm", "", "")),
                row("LVM1", disk -> disk.text(0, "HM\1\0").text(0x12C, "old"), new Member("lvm", "old", "")),
                row("LVM2 label in sector 3, metadata unread", disk -> disk.text(1536, "LABELONE").le(1536 + 20, 4, 32)
                        .text(1568, "abcdefghijklmnopqrstuvwxyz012345"),
                        new Member("lvm", "", "abcdef-ghij-klmn-opqr-stuv-wxyz-012345")),
                row("bcachefs", disk -> disk.hex(4096 + 24, "c68573f666ce90a9d96a60cf803df7ef").hex(4096 + 56, UUID)
                        .text(4096 + 72, "data"), new Filesystem("bcachefs", "data", TEXT_UUID)),
                row("journal of an ext filesystem", disk -> disk.le(1024, 4, 1).le(1024 + 0x38, 2, 0xEF53)
                        .le(1024 + 0x60, 4, 8), new Filesystem("jbd", "", "")),
                row("suspended system", disk -> disk.text(4086, "S1SUSPEND\0"),
                        new Filesystem("swap with a suspended system", "", "")),
                row("swap of 64 KiB pages", disk -> disk.text(65526, "SWAPSPACE2"), new Filesystem("swap", "", "")),
                row("HFS+", disk -> disk.text(1024, "H+\0\4"), new Filesystem("hfsplus", "", "")),
                row("APFS", disk -> disk.text(32, "NXSB").hex(72, UUID), new Filesystem("apfs", "", TEXT_UUID)),
                row("UFS2", disk -> disk.le(65536 + 1372, 4, 0x19540119), new Filesystem("ufs", "", "")),
                row("ReFS", disk -> disk.text(3, "ReFS\0\0\0\0"), new Filesystem("refs", "", "")),
                row("reiser4", disk -> disk.text(65536, "ReIsEr4"), new Filesystem("reiser4", "", "")));
    }

    private static Arguments row(String name, UnaryOperator<TestDisk> write, Contents expected) {
        return Arguments.of(name, write, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signatures")
    void aSignatureOnTheWholeDiskIsNamed(String name, UnaryOperator<TestDisk> write, Contents expected) {
        assertEquals(List.of(expected), write.apply(new TestDisk(SIZE)).read(), name);
    }

    private static TestDisk md(TestDisk disk, long at) {
        return disk.le(at, 4, 0xA92B4EFCL).le(at + 4, 4, 1).hex(at + 16, UUID).text(at + 32, "host:data");
    }

    static TestDisk pool(TestDisk disk) {
        return pool(disk, 0);
    }

    /** A blobstore whose super blob is page 3 of metadata that starts at page 28. */
    static TestDisk pool(TestDisk disk, long start) {
        long page = start + (28 + 3) * 4096L;
        disk.text(start, "SPDKBLOB").le(start + 8, 4, 3).le(start + 12, 4, 4096).le(start + 20, 8, 1L << 32 | 3)
                .le(start + 28, 4, 4 << 20).le(start + 48, 4, 28).le(start + 52, 4, 1000).text(start + 56, "LVOLSTORE");
        disk.le(page, 8, 1L << 32 | 3).le(page + 16, 1, 3).le(page + 17, 4, 24);
        long uuid = page + 16 + 29;
        attribute(disk, uuid, "uuid", TEXT_UUID);
        attribute(disk, uuid + 9 + 4 + 37, "name", "pool-1");
        return disk;
    }

    private static void attribute(TestDisk disk, long at, String name, String value) {
        disk.le(at, 1, 2).le(at + 1, 4, 4 + name.length() + value.length() + 1).le(at + 5, 2, name.length())
                .le(at + 7, 2, value.length() + 1).text(at + 9, name + value + "\0");
    }

    private static TestDisk zfs(TestDisk disk, long label) {
        long list = label + (16 << 10);
        disk.hex(list, "01010000" + "00000000" + "00000001");
        long at = list + 12;
        disk.hex(at, "00000024" + "00000020" + "00000007").text(at + 12, "version\0")
                .hex(at + 20, "00000008" + "00000001" + "0000000000001388");
        at += 0x24;
        disk.hex(at, "00000024" + "00000020" + "00000004").text(at + 12, "name")
                .hex(at + 16, "00000009" + "00000001" + "00000004").text(at + 28, "tank").hex(at + 32, "00000000");
        at += 0x24;
        disk.hex(at, "00000028" + "00000020" + "00000009").text(at + 12, "pool_guid\0\0\0")
                .hex(at + 24, "00000008" + "00000001" + "1122334455667788");
        return disk;
    }
}
