package dev.ichor.machine.facts.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.facts.Fixtures;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Blank;
import dev.ichor.machine.hardware.Contents.Filesystem;
import dev.ichor.machine.hardware.Contents.MayastorPool;
import dev.ichor.machine.hardware.Contents.Member;
import dev.ichor.machine.hardware.Contents.PartitionTable;
import dev.ichor.machine.hardware.Contents.Talos;
import dev.ichor.machine.hardware.Contents.Unknown;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Law 4: what lies in a partition, beyond the disk's first MiB, is named by what it is and whose it is. */
class PartitionContentsTest {
    private static final int HEAD = 256 << 10;
    private static final String UUID = "11112222-3333-4444-5555-666677778888";

    /** The disk of the fixture, whose partitions begin with the heads of other fixtures. */
    private static DiskBlocks with(String table, Map<Long, byte[]> heads, List<KernelPartition> kernel) {
        DiskBlocks disk = Fixtures.blocks(table, 512);
        return new DiskBlocks(disk.size(), 512, disk.head(), disk.tail(), disk.samples(), heads, kernel);
    }

    private static byte[] head(String fixture) {
        return Arrays.copyOf(Fixtures.blocks(fixture, 512).head(), HEAD);
    }

    private static byte[] pool() {
        return Arrays.copyOf(ComposedSignaturesTest.pool(new TestDisk(8 << 20)).head(), HEAD);
    }

    private static KernelPartition kernel(int number, long start, long bytes) {
        return new KernelPartition(number, "", start, bytes);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ext4, Filesystem", "xfs, Filesystem", "btrfs, Filesystem", "vfat32, Filesystem", "luks1, Member",
        "luks2, Member", "lvm, Member", "bcache, Member", "swap, Filesystem"})
    void whatAToolWroteIntoAPartitionIsNamedAsOnAWholeDisk(String fixture, String kind) {
        List<Contents> whole = ContentsReader.read(Fixtures.blocks(fixture, 512), "");
        List<Contents> seen = ContentsReader.read(with("gpt", Map.of(1L << 20, head(fixture)), List.of()), "");
        Contents expected = whole.getFirst();
        assertTrue(expected.getClass().getSimpleName().equals(kind), expected.toString());
        Contents named = expected instanceof Member(String of, String name, String uuid) && of.equals("luks")
                && name.isEmpty() ? new Member("luks", "root", uuid) : expected;
        assertTrue(seen.contains(named), seen.toString());
        assertTrue(seen.getFirst() instanceof PartitionTable);
    }

    @Test
    void aPoolInAPartitionIsNamed() {
        List<Contents> seen = ContentsReader.read(with("gpt", Map.of(9_437_184L, pool()), List.of()), "");
        assertTrue(seen.contains(new MayastorPool("pool-1", UUID)), seen.toString());
        assertFalse(seen.contains(new Member("lvm", "", "")), "the bytes say more than the type");
    }

    /** The masks of a large store push its name page beyond what is copied of a partition. */
    @Test
    void theNameOfALargePoolComesFromItsOwnStretch() {
        byte[] all = ComposedSignaturesTest.pool(new TestDisk(8 << 20)).head();
        Map<Long, byte[]> heads = new HashMap<>(Map.of(9_437_184L, Arrays.copyOf(all, 4096)));
        List<Contents> nameless = ContentsReader.read(with("gpt", heads, List.of()), "");
        assertTrue(nameless.contains(new MayastorPool("", "")), nameless.toString());
        heads.put(9_437_184L + 28 * 4096, Arrays.copyOfRange(all, 28 * 4096, 44 * 4096));
        List<Contents> named = ContentsReader.read(with("gpt", heads, List.of()), "");
        assertTrue(named.contains(new MayastorPool("pool-1", UUID)), named.toString());
    }

    @Test
    void aTalosIsToldWithItsCluster() {
        Map<Long, byte[]> heads = Map.of(1_156_579_328L, head("xfs"));
        List<Contents> seen = ContentsReader.read(with("talos", heads, List.of()), "", "prod-east");
        assertEquals(new Talos(List.of("EFI", "BIOS", "BOOT", "META", "STATE", "EPHEMERAL"), "cluster \"prod-east\""),
                seen.get(1));
        assertTrue(seen.contains(new Filesystem("xfs", "data", UUID)), seen.toString());
        assertTrue(seen.get(1).describe().endsWith("of cluster \"prod-east\""), seen.get(1).describe());
    }

    @Test
    void anEncryptedStateOfTalosIsSaidToBeOne() {
        List<Contents> seen = ContentsReader.read(with("talos", Map.of(1_156_579_328L,
                Arrays.copyOf(head("luks1"), 4096)), List.of()), "");
        assertTrue(seen.contains(new Member("luks", "STATE", UUID)), seen.toString());
        assertTrue(seen.stream().anyMatch(Talos.class::isInstance));
    }

    @Test
    void aPartitionThatOnlyTheKernelSeesKeepsADiskFromBeingBlank() {
        TestDisk zero = new TestDisk(64 << 20);
        DiskBlocks disk = new DiskBlocks(64 << 20, 512, zero.head(), zero.tail(), zero.samples(), Map.of(),
                List.of(kernel(1, (8 << 20) + (64 << 10), 8 << 20)));
        List<Contents> seen = ContentsReader.read(disk, "");
        assertEquals(1, ((PartitionTable) seen.getFirst()).partitions().size());
        assertEquals("other", ((PartitionTable) seen.getFirst()).scheme());
        assertTrue(seen.contains(new Unknown("1 partition not looked into")), seen.toString());
        assertTrue(seen.stream().noneMatch(Blank.class::isInstance));
    }

    @Test
    void oneByteInAStretchKeepsADiskFromBeingBlank() {
        TestDisk zero = new TestDisk(64 << 20);
        byte[] stretch = new byte[HEAD];
        stretch[HEAD - 1] = 1;
        List<Contents> seen = ContentsReader.read(new DiskBlocks(64 << 20, 512, zero.head(), zero.tail(),
                zero.samples(), Map.of(9L << 20, stretch), List.of()), "");
        assertTrue(seen.stream().noneMatch(Blank.class::isInstance) && !seen.isEmpty(), seen.toString());
    }

    /** An extended partition in the middle of the disk: its chain of records is not among what is copied. */
    @Test
    void logicalPartitionsBeyondWhatWasReadAreSaidToBeThere() {
        TestDisk disk = new TestDisk(1L << 30).le(510, 2, 0xAA55).le(446 + 4, 1, 0x05).le(446 + 8, 4, 500_001)
                .le(446 + 12, 4, 1_000_000);
        List<Contents> old = disk.read();
        assertTrue(old.contains(new Unknown("more partitions, not read, from byte 256000512 on")), old.toString());
        List<KernelPartition> kernel = List.of(kernel(1, 500_001 * 512L, 1024), kernel(5, 502_049 * 512L, 50 << 20),
                kernel(6, 700_000 * 512L, 50 << 20));
        DiskBlocks told = new DiskBlocks(1L << 30, 512, disk.head(), disk.tail(), disk.samples(),
                Map.of(502_049 * 512L, head("ext4")), kernel);
        List<Contents> seen = ContentsReader.read(told, "");
        PartitionTable table = (PartitionTable) seen.getFirst();
        assertEquals(List.of(1, 5, 6), table.partitions().stream().map(Contents.Partition::number).toList());
        assertTrue(seen.contains(new Filesystem("ext4", "data", UUID)), seen.toString());
        assertTrue(seen.contains(new Unknown("2 partitions not looked into")), seen.toString());
    }

    @Test
    void manyPartitionsAreBounded() {
        List<KernelPartition> kernel = IntStream.rangeClosed(1, 200).mapToObj(i -> kernel(i, i * 4096L, 4096)).toList();
        TestDisk zero = new TestDisk(64 << 20);
        List<Contents> seen = ContentsReader.read(new DiskBlocks(64 << 20, 512, zero.head(), zero.tail(),
                zero.samples(), Map.of(), kernel), "");
        assertTrue(seen.size() < 70, seen.size() + " findings");
    }
}
