package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** A disk for tests: zero, but for what is written to it, and seen through what the agent copies. */
final class TestDisk {
    private static final byte[] ZEROS = new byte[1 << 20];

    private final long size;
    private final int logical;
    private final byte[] head;
    private final byte[] tail;
    private final byte[] samples = new byte[DiskBlocks.SAMPLES * DiskBlocks.BLOCK];

    TestDisk(long size, int logical) {
        this.size = size;
        this.logical = logical;
        int edge = (int) Math.min(ZEROS.length, size);
        this.head = new byte[edge];
        this.tail = new byte[edge];
    }

    TestDisk(long size) {
        this(size, 512);
    }

    TestDisk text(long at, String latin1) {
        return write(at, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    TestDisk hex(long at, String digits) {
        return write(at, HexFormat.of().parseHex(digits));
    }

    TestDisk le(long at, int count, long value) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return write(at, bytes);
    }

    TestDisk write(long at, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            put(at + i, bytes[i]);
        }
        return this;
    }

    private void put(long at, byte value) {
        if (at < head.length) {
            head[(int) at] = value;
        }
        if (at >= size - tail.length && at < size) {
            tail[(int) (at - (size - tail.length))] = value;
        }
        long blocks = size / DiskBlocks.BLOCK;
        for (int i = 0; i < DiskBlocks.SAMPLES && blocks > 0; i++) {
            long start = DiskBlocks.BLOCK * (i * blocks / DiskBlocks.SAMPLES);
            if (at >= start && at < start + DiskBlocks.BLOCK) {
                samples[(int) (i * DiskBlocks.BLOCK + at - start)] = value;
            }
        }
    }

    byte[] head() {
        return head;
    }

    byte[] tail() {
        return tail;
    }

    byte[] samples() {
        return samples;
    }

    DiskBlocks blocks() {
        return new DiskBlocks(size, logical, head, tail, samples);
    }

    List<Contents> read() {
        return ContentsReader.read(blocks(), "");
    }
}
