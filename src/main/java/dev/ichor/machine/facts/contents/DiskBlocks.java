package dev.ichor.machine.facts.contents;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bytes of one disk that the discovery agent copied. Arrays are not copied and must not change afterwards.
 * Short arrays are allowed: what is missing counts as not read, see {@link #missing()}.
 */
public final class DiskBlocks {
    /** How much of the head and of the tail is copied, in bytes. */
    public static final int EDGE = 1 << 20;
    /** Number of samples. */
    public static final int SAMPLES = 64;
    /** Size of one sample in bytes. */
    public static final int BLOCK = 4096;
    private static final byte[] ZEROS = new byte[1 << 16];

    private final long size;
    private final int logical;
    private final byte[] head;
    private final byte[] tail;
    private final byte[] samples;
    private final Stretches stretches;
    private final List<KernelPartition> partitions;

    /** A disk of which only head, tail and samples are known. */
    public DiskBlocks(long size, int logical, byte[] head, byte[] tail, byte[] samples) {
        this(size, logical, head, tail, samples, Map.of(), List.of());
    }

    /**
     * @param size    capacity in bytes, 0 if unknown
     * @param logical logical block size in bytes, 0 if unknown
     * @param head    from byte 0
     * @param tail    from {@code max(0, size - EDGE)}
     * @param samples blocks of {@link #BLOCK} bytes; block i from {@code BLOCK * floor(i * (size / BLOCK) / SAMPLES)}
     * @param stretches  other places that were copied, by their first byte
     * @param partitions what the kernel sees on the disk
     */
    public DiskBlocks(long size, int logical, byte[] head, byte[] tail, byte[] samples, Map<Long, byte[]> stretches,
                      List<KernelPartition> partitions) {
        if (size < 0 || size > 1L << 56) {
            throw new IllegalArgumentException("a disk has 0 to 2^56 bytes");
        }
        this.size = size;
        this.logical = logical;
        this.head = head;
        this.tail = tail;
        this.samples = samples;
        this.stretches = new Stretches(stretches);
        this.partitions = List.copyOf(partitions);
    }

    long size() {
        return size;
    }

    int logical() {
        return logical;
    }

    /** Why the disk counts as unreadable; absent if everything that had to be read is there, to the byte. */
    Optional<String> missing() {
        if (size <= 0) {
            return Optional.of("its size is unknown or zero");
        }
        int edge = edge();
        if (head.length != edge) {
            return Optional.of("the first " + edge + " bytes were not read");
        }
        if (tail.length != edge) {
            return Optional.of("the last " + edge + " bytes were not read");
        }
        if (samples.length != SAMPLES * BLOCK) {
            return Optional.of("the " + SAMPLES + " samples were not read");
        }
        return Optional.empty();
    }

    /** True if no byte of what was read is other than zero; says nothing about what was not read. */
    boolean allZero() {
        return nonZero(head, 0) < 0 && nonZero(tail, 0) < 0 && nonZero(samples, 0) < 0 && stretches.allZero();
    }

    /** What the kernel sees on the disk, by first byte. */
    List<KernelPartition> partitions() {
        return partitions;
    }

    /** The byte at that place of the disk, or -1 if it was not read. */
    int at(long offset) {
        if (offset < 0 || offset >= size) {
            return -1;
        }
        if (offset < head.length) {
            return head[(int) offset] & 0xFF;
        }
        int copied = stretches.at(offset);
        if (copied >= 0) {
            return copied;
        }
        long inTail = offset - tailStart();
        if (inTail >= 0) {
            return inTail < tail.length ? tail[(int) inTail] & 0xFF : -1;
        }
        int sample = sampleAt(offset / BLOCK);
        int index = sample * BLOCK + (int) (offset % BLOCK);
        return sample >= 0 && index < samples.length ? samples[index] & 0xFF : -1;
    }

    private int sampleAt(long block) {
        long blocks = size / BLOCK;
        if (blocks == 0) {
            return -1;
        }
        long sample = (block * SAMPLES + blocks - 1) / blocks;
        return sample < SAMPLES && sample * blocks / SAMPLES == block ? (int) sample : -1;
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

    long tailStart() {
        return size - edge();
    }

    long sampleStart(int sample) {
        return BLOCK * (sample * (size / BLOCK) / SAMPLES);
    }

    private int edge() {
        return (int) Math.min(EDGE, size);
    }

    /** Index of the first byte from {@code from} on that is not zero, or -1. */
    static int nonZero(byte[] bytes, int from) {
        for (int at = from; at < bytes.length; at += ZEROS.length) {
            int end = Math.min(bytes.length, at + ZEROS.length);
            int mismatch = Arrays.mismatch(bytes, at, end, ZEROS, 0, end - at);
            if (mismatch >= 0) {
                return at + mismatch;
            }
        }
        return -1;
    }
}
