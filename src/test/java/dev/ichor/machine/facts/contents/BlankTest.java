package dev.ichor.machine.facts.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.facts.Fixtures;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Blank;
import dev.ichor.machine.hardware.Contents.MayastorPool;
import dev.ichor.machine.hardware.Contents.PartitionTable;
import dev.ichor.machine.hardware.Contents.Unknown;
import dev.ichor.machine.hardware.Contents.Unreadable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws 3 and 4 rest on this: what is not blank never reads as blank. */
@Timeout(60)
class BlankTest {
    private static final long SEED = Long.getLong("ichor.fuzz.seed", 20261122);

    @ParameterizedTest
    @ValueSource(longs = {4096, 65536, 1 << 20, (1 << 20) + 512, 3 << 20, 1_920_383_410_176L, 1L << 56})
    void aDiskIsBlankWhenAllOfItsBytesAreZero(long size) {
        assertEquals(List.of(new Blank()), new TestDisk(size).read());
    }

    @ParameterizedTest
    @ValueSource(longs = {65536, 3 << 20, 1_920_383_410_176L})
    void oneBitAnywhereMakesItUnknown(long size) {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        TestDisk disk = new TestDisk(size);
        for (byte[] part : List.of(disk.head(), disk.tail(), disk.samples())) {
            for (int i = 0; i < 3000; i++) {
                int at = i == 0 ? 0 : i == 1 ? part.length - 1 : random.nextInt(part.length);
                part[at] = (byte) (1 << random.nextInt(8));
                List<Contents> seen = disk.read();
                part[at] = 0;
                assertFalse(seen.stream().anyMatch(Blank.class::isInstance), "byte " + at + " of " + part.length);
                assertTrue(seen.stream().anyMatch(Unknown.class::isInstance), seen.toString());
            }
        }
    }

    @Test
    void aDiskFullOfOnesIsNotBlank() {
        TestDisk disk = new TestDisk(3 << 20);
        Arrays.fill(disk.head(), (byte) 0xFF);
        Arrays.fill(disk.tail(), (byte) 0xFF);
        Arrays.fill(disk.samples(), (byte) 0xFF);
        assertEquals(List.of(new Unknown("from byte 0 on, filled with ff")), disk.read());
    }

    @Test
    void whatWasNotReadWholeIsUnreadable() {
        long size = 3 << 20;
        byte[] mib = new byte[1 << 20];
        byte[] samples = new byte[64 * 4096];
        byte[] none = new byte[0];
        byte[][][] cases = {{none, mib, samples}, {mib, none, samples}, {mib, mib, none},
            {new byte[mib.length - 1], mib, samples}, {mib, new byte[mib.length - 512], samples},
            {mib, mib, new byte[63 * 4096]}, {new byte[mib.length + 1], mib, samples}, {none, none, none}};
        for (byte[][] parts : cases) {
            List<Contents> seen = ContentsReader.read(new DiskBlocks(size, 512, parts[0], parts[1], parts[2]), "");
            assertEquals(1, seen.size());
            assertTrue(seen.getFirst() instanceof Unreadable, seen.toString());
        }
        List<Contents> unsized = ContentsReader.read(new DiskBlocks(0, 512, none, none, none), "");
        assertTrue(unsized.getFirst() instanceof Unreadable, unsized.toString());
    }

    @Test
    void whatWasReadOfAnUnreadableDiskIsStillNamed() {
        TestDisk disk = ComposedSignaturesTest.pool(new TestDisk(3 << 20));
        List<Contents> seen = ContentsReader.read(
                new DiskBlocks(3 << 20, 512, disk.head(), disk.tail(), new byte[0]), "");
        assertTrue(seen.getFirst() instanceof MayastorPool && seen.getLast() instanceof Unreadable, seen.toString());
    }

    @Test
    void aDiskThatTheKernelUsesIsNotBlank() {
        assertEquals(List.of(new Unknown("in use by dm-0")),
                ContentsReader.read(new TestDisk(3 << 20).blocks(), "dm-0"));
    }

    @Test
    void aPoolInsideAPartitionIsFoundWithItsName() {
        TestDisk disk = new TestDisk(64 << 20).le(510, 2, 0xAA55).le(446 + 4, 1, 0x83).le(446 + 8, 4, 64)
                .le(446 + 12, 4, 100_000);
        ComposedSignaturesTest.pool(disk, 64 * 512);
        List<Contents> seen = disk.read();
        assertTrue(seen.getFirst() instanceof PartitionTable, seen.toString());
        assertEquals(new MayastorPool("pool-1", "11112222-3333-4444-5555-666677778888"), seen.get(1));
        assertEquals(2, seen.size());
    }

    @Test
    void aDamagedTableIsUnknownData() {
        DiskBlocks good = Fixtures.blocks("gpt", 512);
        byte[] head = good.head().clone();
        head[1024 + 130] ^= 1;
        List<Contents> seen = ContentsReader.read(
                new DiskBlocks(good.size(), 512, head, good.tail(), good.samples()), "");
        assertTrue(seen.getFirst() instanceof PartitionTable table && table.partitions().size() == 2, seen.toString());
        assertTrue(seen.contains(new Unknown("the primary GPT header is damaged: the checksum of its entries is wrong")));
        List<Contents> alone = ContentsReader.read(
                new DiskBlocks(good.size(), 512, head, new byte[1 << 20], new byte[64 * 4096]), "");
        assertTrue(alone.contains(new Unknown("a protective MBR without a GPT that can be read")), alone.toString());
    }

    @Test
    void dataBesideThePartitionsIsUnknownData() {
        DiskBlocks good = Fixtures.blocks("gpt", 512);
        byte[] head = good.head().clone();
        head[40 * 512] = 1;
        List<Contents> seen = ContentsReader.read(
                new DiskBlocks(good.size(), 512, head, good.tail(), good.samples()), "");
        assertEquals(new Unknown("from byte 20480 on"), seen.getLast());
    }

    /** Half-wiped disks: any part of a real signature that is left keeps the disk from being blank. */
    @Test
    void noMutationThatLeavesANonZeroByteReadsAsBlank() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        int blank = 0;
        for (String name : Fixtures.SIGNATURES) {
            DiskBlocks disk = Fixtures.blocks(name, 512);
            for (int i = 0; i < 40; i++) {
                byte[][] parts = {disk.head().clone(), disk.tail().clone(), disk.samples().clone()};
                for (int wipes = random.nextInt(6); wipes >= 0; wipes--) {
                    wipe(parts[random.nextInt(3)], random);
                }
                boolean zero = allZero(parts[0]) && allZero(parts[1]) && allZero(parts[2]);
                List<Contents> seen = ContentsReader.read(
                        new DiskBlocks(disk.size(), 512, parts[0], parts[1], parts[2]), "");
                assertEquals(zero, seen.stream().anyMatch(Blank.class::isInstance), name + " " + seen);
                blank += zero ? 1 : 0;
            }
        }
        assertTrue(blank > 0, "the mutations never wiped a disk whole, so the other half was not tried");
    }

    private static void wipe(byte[] part, Random random) {
        if (random.nextInt(3) == 0) {
            Arrays.fill(part, (byte) 0);
        } else {
            int from = random.nextInt(part.length);
            Arrays.fill(part, random.nextBoolean() ? 0 : from, random.nextBoolean() ? part.length : from, (byte) 0);
        }
    }

    private static boolean allZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
