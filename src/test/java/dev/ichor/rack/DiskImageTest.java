package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A comparison that overlooks a byte would let a wrongful write pass. */
@Timeout(60)
class DiskImageTest {
    private static final long BYTES = (23L << 20) + 512;

    @TempDir
    Path folder;

    private DiskImage disk(String name) {
        return DiskImage.create(folder.resolve(name), BYTES);
    }

    @Test
    void oneByteAnywhereIsADifference() {
        DiskImage before = disk("before");
        DiskImage now = disk("now");
        assertEquals(OptionalLong.empty(), now.firstDifference(before));
        for (long at : new long[] {BYTES - 1, BYTES - 512, (12L << 20) + 1, 12L << 20, (12L << 20) - 1, 4096, 1, 0}) {
            now.write(at, new byte[] {1});
            assertEquals(OptionalLong.of(at), now.firstDifference(before));
            assertEquals(OptionalLong.of(at), before.firstDifference(now));
            assertFalse(now.isBlank());
        }
    }

    @Test
    void zerosThatWereWrittenAreNoDifferenceToAHole() {
        DiskImage now = disk("now");
        now.write(5L << 20, new byte[3 << 20]);
        assertEquals(OptionalLong.empty(), now.firstDifference(disk("before")));
        assertTrue(now.isBlank());
        assertEquals(OptionalLong.empty(), now.firstDifference(now.copy()));
    }

    @Test
    void itFindsWhatTheJdkFinds() throws IOException {
        long seed = System.nanoTime();
        System.out.println("DiskImageTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            DiskImage left = disk("left-" + round);
            DiskImage right = disk("right-" + round);
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] content = new byte[1 + random.nextInt(70_000)];
                random.nextBytes(content);
                long at = random.nextLong(BYTES - content.length);
                left.write(at, content);
                if (random.nextInt(4) > 0) {
                    right.write(at, content);
                }
            }
            long expected = Files.mismatch(left.file(), right.file());
            assertEquals(expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected), left.firstDifference(right));
        }
    }

    @Test
    void disksOfTwoSizesAreNotCompared() {
        DiskImage other = DiskImage.create(folder.resolve("other"), BYTES + 512);
        assertThrows(IllegalArgumentException.class, () -> disk("now").firstDifference(other));
    }
}
