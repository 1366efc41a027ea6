package dev.ichor.rack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * The medium of a disk: a sparse raw file. Prepare it before the machine is switched on, compare it afterwards.
 *
 * @param bytes size of the disk
 */
public record DiskImage(Path file, long bytes) {
    private static final int COMPARED = 4 << 20;

    /** A new blank disk. */
    public static DiskImage create(Path file, long bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), bytes - 1);
            return new DiskImage(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code content} at a byte offset; it must fit. */
    public void write(long offset, byte[] content) {
        if (offset < 0 || offset + content.length > bytes) {
            throw new IllegalArgumentException("outside the disk: " + offset + " + " + content.length);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads {@code length} bytes from an offset. */
    public byte[] read(long offset, int length) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
                // until full
            }
            return buffer.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True if every byte is zero. */
    public boolean isBlank() {
        DiskImage blank = create(file.resolveSibling(file.getFileName() + ".blank-" + System.nanoTime()), bytes);
        return firstDifference(blank).isEmpty();
    }

    /** A copy as the disk is now, holes kept. */
    public DiskImage copy() {
        Path copy = file.resolveSibling(file.getFileName() + ".copy-" + System.nanoTime());
        Command.must("cp", "--sparse=always", file.toString(), copy.toString());
        return new DiskImage(copy, bytes);
    }

    /**
     * The offset of the first byte that differs; empty if the two are equal byte by byte. Both must be of one size.
     * Where both have a hole nothing needs to be read: holes are zero.
     */
    public OptionalLong firstDifference(DiskImage other) {
        if (bytes != other.bytes) {
            throw new IllegalArgumentException("disks of two sizes: " + bytes + " and " + other.bytes);
        }
        ByteBuffer mine = ByteBuffer.allocateDirect(COMPARED);
        ByteBuffer theirs = ByteBuffer.allocateDirect(COMPARED);
        int left = Native.open(file);
        int right = Native.open(other.file);
        try (FileChannel one = FileChannel.open(file); FileChannel two = FileChannel.open(other.file)) {
            for (long at = data(left, right, 0); at < bytes; at = data(left, right, at + COMPARED)) {
                fill(one, mine, at);
                fill(two, theirs, at);
                int difference = mine.mismatch(theirs);
                if (difference >= 0) {
                    return OptionalLong.of(at + difference);
                }
            }
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Native.close(left);
            Native.close(right);
        }
    }

    private static long data(int left, int right, long from) {
        return Math.min(Native.nextData(left, from), Native.nextData(right, from));
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // until full, or the file's end
        }
        buffer.flip();
    }
}
