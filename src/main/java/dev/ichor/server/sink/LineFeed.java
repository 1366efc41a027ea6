package dev.ichor.server.sink;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines. A line that is too long is passed over. Used by one thread. */
final class LineFeed {
    /** Bytes of the longest line. */
    static final int LONGEST = 8 << 10;

    private final Consumer<byte[]> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private long ended;

    LineFeed(Consumer<byte[]> lines) {
        this.lines = lines;
    }

    void take(byte[] bytes, int length) {
        int from = 0;
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '\n') {
                add(bytes, from, at);
                if (!tooLong && line.size() > 0) {
                    lines.accept(line.toByteArray());
                }
                line.reset();
                tooLong = false;
                ended++;
                from = at + 1;
            }
        }
        add(bytes, from, length);
    }

    private void add(byte[] bytes, int from, int to) {
        tooLong |= line.size() + to - from > LONGEST;
        if (tooLong) {
            line.reset();
        } else {
            line.write(bytes, from, to - from);
        }
    }

    /** True in the middle of a line. */
    boolean isWithin() {
        return tooLong || line.size() > 0;
    }

    /** How many lines ended, also those that were passed over. */
    long ended() {
        return ended;
    }
}
