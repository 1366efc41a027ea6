package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ichor.base.Malformed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElfFileTest {
    private static final int INPUTS = 1_000_000;

    /**
     * A small ELF file: three program headers at 64 (load, dynamic, interpreter), the dynamic table at 232, strings
     * at 280, section headers (names, modinfo) at 400.
     */
    private static byte[] sample() {
        ByteBuffer elf = ByteBuffer.allocate(528).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        elf.putLong(32, 64).putLong(40, 400).putShort(54, (short) 56).putShort(56, (short) 3);
        elf.putShort(58, (short) 64).putShort(60, (short) 2).putShort(62, (short) 0);
        program(elf, 64, 1, 0, 0x400000, 528);
        program(elf, 120, 2, 232, 0x400000 + 232, 48);
        program(elf, 176, 3, 281, 0x400000 + 281, 10);
        elf.putLong(232, 1).putLong(240, 11).putLong(248, 5).putLong(256, 0x400000 + 280);
        put(elf, 280, "\0/lib/ld.so\0libc.so.6\0");
        elf.put(291, "libc.so.6\0".getBytes(StandardCharsets.US_ASCII));
        elf.put(290, (byte) 0);
        put(elf, 310, "\0.modinfo\0");
        put(elf, 330, "license=GPL\0depends=a,b\0\0");
        elf.putInt(400, 0).putLong(424, 310).putLong(432, 11);
        elf.putInt(464, 1).putLong(488, 330).putLong(496, 25);
        return elf.array();
    }

    private static void program(ByteBuffer elf, int at, int type, long offset, long address, long size) {
        elf.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, address).putLong(at + 32, size);
    }

    private static void put(ByteBuffer elf, int at, String text) {
        elf.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void loaderLibrariesAndModinfoAreRead() throws Malformed {
        ElfFile elf = ElfFile.of(sample());
        assertEquals(List.of("libc.so.6"), elf.needed());
        assertEquals(Optional.of("/lib/ld.s"), elf.interpreter());
        assertEquals(List.of("license=GPL", "depends=a,b"), elf.modinfo());
    }

    @Test
    void otherFilesAreRefused() {
        assertThrows(Malformed.class, () -> ElfFile.of(new byte[3]));
        assertThrows(Malformed.class, () -> ElfFile.of(new byte[100]));
        byte[] thirtyTwoBit = sample();
        thirtyTwoBit[4] = 1;
        assertThrows(Malformed.class, () -> ElfFile.of(thirtyTwoBit));
    }

    /** Whatever the bytes: an answer or {@link Malformed}, nothing else, in bounded time. */
    @Test
    void damagedFilesAreMalformedAtWorst() {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("ElfFileTest -Dichor.fuzz.seed=" + seed);
        Random random = new Random(seed);
        byte[] good = sample();
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < INPUTS; i++) {
                byte[] bad = good.clone();
                for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                    bad[5 + random.nextInt(bad.length - 5)] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
                }
                decode(bad);
            }
        });
    }

    private static void decode(byte[] content) {
        try {
            ElfFile elf = ElfFile.of(content);
            elf.interpreter();
            elf.needed();
        } catch (Malformed expected) {
            // the only exception a decoder may throw
        }
        try {
            ElfFile.of(content).modinfo();
        } catch (Malformed expected) {
            // as above
        }
    }
}
