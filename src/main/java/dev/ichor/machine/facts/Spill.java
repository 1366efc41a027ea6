package dev.ichor.machine.facts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Keeps the files of an archive: small ones in memory up to a budget, all others one after the other in a file that
 * vanishes in the end. One thread.
 */
abstract sealed class Spill implements AutoCloseable {
    /** Anything larger goes to the file at once. */
    static final int SMALL = 64 << 10;
    /** What all small files may take together; then they go to the file too. */
    static final int BUDGET = 32 << 20;

    /** The bytes of one kept file. */
    interface Kept {
        /** An array that must not be changed, and perhaps another one each time. */
        byte[] bytes();
    }

    /** Takes an array over. */
    abstract Kept keep(byte[] bytes) throws IOException;

    @Override
    public abstract void close() throws IOException;

    /** Keeps everything in memory. */
    static Spill inMemory() {
        return new Memory();
    }

    /** @param file is made anew and deleted by {@link #close} */
    static Spill create(Path file) throws IOException {
        return new Disk(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    private static final class Memory extends Spill {
        @Override
        Kept keep(byte[] bytes) {
            return () -> bytes;
        }

        @Override
        public void close() {
        }
    }

    private static final class Disk extends Spill {
        private final FileChannel file;
        private long end;
        private int used;

        Disk(FileChannel file) {
            this.file = file;
        }

        @Override
        Kept keep(byte[] bytes) throws IOException {
            if (bytes.length <= SMALL && used + bytes.length <= BUDGET) {
                used += bytes.length;
                return () -> bytes;
            }
            int length = bytes.length;
            if (isZero(bytes)) {
                return () -> new byte[length];
            }
            long at = end;
            ByteBuffer out = ByteBuffer.wrap(bytes);
            while (out.hasRemaining()) {
                file.write(out, at + out.position());
            }
            end += length;
            return () -> read(at, length);
        }

        private static boolean isZero(byte[] bytes) {
            return bytes[0] == 0 && Arrays.equals(bytes, 0, bytes.length - 1, bytes, 1, bytes.length);
        }

        private byte[] read(long at, int length) {
            ByteBuffer in = ByteBuffer.allocate(length);
            try {
                while (in.hasRemaining()) {
                    if (file.read(in, at + in.position()) < 0) {
                        throw new IOException("the unpacked facts were cut off");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return in.array();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
