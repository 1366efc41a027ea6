package dev.ichor.talos.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.ichor.base.Malformed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one message in their order. Groups are no part of what is read here; unknown fields are skipped by not
 * asking for them. Used by one thread.
 */
public final class Fields {
    private static final int MOST_FIELDS = 100_000;

    private final CodedInputStream in;
    private int count;
    private int number;
    private int type;
    private long value;
    private byte[] bytes = {};

    private Fields(byte[] message) {
        in = CodedInputStream.newInstance(message);
    }

    public static Fields of(byte[] message) {
        return new Fields(message);
    }

    /** Goes on to the next field; false at the end of the message. */
    public boolean next() throws Malformed {
        try {
            int tag = in.readTag();
            if (tag == 0) {
                return false;
            }
            if (++count > MOST_FIELDS) {
                throw new Malformed("a message has too many fields");
            }
            number = WireFormat.getTagFieldNumber(tag);
            type = WireFormat.getTagWireType(tag);
            read();
            return true;
        } catch (IOException e) {
            throw new Malformed("not a protobuf message after field " + number);
        }
    }

    private void read() throws IOException, Malformed {
        switch (type) {
            case WireFormat.WIRETYPE_VARINT -> value = in.readRawVarint64();
            case WireFormat.WIRETYPE_FIXED64 -> value = in.readRawLittleEndian64();
            case WireFormat.WIRETYPE_FIXED32 -> value = in.readRawLittleEndian32();
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> bytes = in.readByteArray();
            default -> throw new Malformed("field " + number + " is of a kind that is not read here");
        }
    }

    /** Of the field. */
    public int number() {
        return number;
    }

    /** The field's whole number. */
    public long varint() throws Malformed {
        expect(WireFormat.WIRETYPE_VARINT, "a number");
        return value;
    }

    public boolean flag() throws Malformed {
        return varint() != 0;
    }

    /** The field's bytes; of a message within. */
    public byte[] bytes() throws Malformed {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED, "bytes");
        return bytes;
    }

    /** The message within. */
    public Fields message() throws Malformed {
        return of(bytes());
    }

    /** Text on one line, at most that long; bad UTF-8 and control characters are replaced. */
    public String text(int most) throws Malformed {
        byte[] raw = bytes();
        // A character has at most four bytes, so what lies behind is cut off anyway.
        int enough = (int) Math.min(raw.length, 4L * most + 4);
        return Plain.line(new String(raw, 0, enough, StandardCharsets.UTF_8), most);
    }

    private void expect(int wanted, String what) throws Malformed {
        if (type != wanted) {
            throw new Malformed("field " + number + " is not " + what);
        }
    }
}
