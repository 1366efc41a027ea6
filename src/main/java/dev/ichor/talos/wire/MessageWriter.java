package dev.ichor.talos.wire;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Puts a message together. A value that is the default of its kind is left out, as proto3 does. One thread. */
public final class MessageWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Writing {
        void run() throws IOException;
    }

    private MessageWriter write(boolean needed, Writing writing) {
        try {
            if (needed) {
                writing.run();
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
    }

    public MessageWriter text(int field, String value) {
        return write(!value.isEmpty(), () -> out.writeString(field, value));
    }

    public MessageWriter bytes(int field, byte[] value) {
        return write(value.length > 0, () -> out.writeByteArray(field, value));
    }

    public MessageWriter number(int field, long value) {
        return write(value != 0, () -> out.writeUInt64(field, value));
    }

    public MessageWriter flag(int field, boolean value) {
        return write(value, () -> out.writeBool(field, true));
    }

    /** A message within; written even if it is empty. */
    public MessageWriter message(int field, MessageWriter value) {
        return write(true, () -> out.writeByteArray(field, value.toBytes()));
    }

    public byte[] toBytes() {
        write(true, out::flush);
        return bytes.toByteArray();
    }
}
