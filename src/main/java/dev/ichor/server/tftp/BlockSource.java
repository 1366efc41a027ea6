package dev.ichor.server.tftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The bytes of one file, read by position. */
sealed interface BlockSource extends AutoCloseable {
    long size();

    /** Puts the bytes from {@code position} on, as many as {@code out} has room for. */
    void read(ByteBuffer out, long position) throws IOException;

    @Override
    void close();

    /** Opens a file whose size is known, and checks the size. */
    static BlockSource open(Path path, long size) throws IOException {
        FileChannel channel = FileChannel.open(path);
        if (channel.size() != size) {
            channel.close();
            throw new IOException(path + " has changed its size; restart, or fetch the asset again");
        }
        return new OfFile(channel, size);
    }

    record OfMemory(byte[] bytes) implements BlockSource {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(ByteBuffer out, long position) {
            out.put(bytes, (int) position, out.remaining());
        }

        @Override
        public void close() {
        }
    }

    /** Reads ahead, since a read for each block would cost as much as sending it. */
    final class OfFile implements BlockSource {
        private static final int AHEAD = 16_384;

        private final FileChannel channel;
        private final long size;
        private final ByteBuffer ahead = ByteBuffer.allocate(AHEAD).limit(0);
        private long aheadFrom;

        private OfFile(FileChannel channel, long size) {
            this.channel = channel;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void read(ByteBuffer out, long position) throws IOException {
            if (out.remaining() > AHEAD) {
                fill(out, position);
                return;
            }
            if (position < aheadFrom || position + out.remaining() > aheadFrom + ahead.limit()) {
                ahead.clear().limit((int) Math.min(AHEAD, size - position));
                fill(ahead, position);
                ahead.flip();
                aheadFrom = position;
            }
            int length = out.remaining();
            out.put(out.position(), ahead, (int) (position - aheadFrom), length);
            out.position(out.position() + length);
        }

        private void fill(ByteBuffer out, long position) throws IOException {
            long at = position;
            while (out.hasRemaining()) {
                int count = channel.read(out, at);
                if (count < 0) {
                    throw new IOException("the file became shorter while it was sent");
                }
                at += count;
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // It was only read: nothing can be lost.
            }
        }
    }
}
