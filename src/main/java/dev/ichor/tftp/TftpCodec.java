package dev.ichor.tftp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.ichor.base.Malformed;

/**
 * Packets to bytes and back. Text is ISO 8859-1, so that every byte a firmware puts into a file name survives.
 */
public final class TftpCodec {
    /** Bytes before the payload of a DATA packet. */
    public static final int DATA_HEADER = 4;

    private static final int RRQ = 1;
    private static final int WRQ = 2;
    private static final int DATA = 3;
    private static final int ACK = 4;
    private static final int ERROR = 5;
    private static final int OACK = 6;

    private TftpCodec() {
    }

    /**
     * Reads one datagram; afterwards the buffer is at its limit. Bytes after a complete packet are ignored, because
     * old stacks pad their packets; so is an option whose name or value is cut off.
     *
     * @throws Malformed if the datagram is no TFTP packet
     */
    public static Packet decode(ByteBuffer in) throws Malformed {
        try {
            int opcode = u16(in, "opcode");
            return switch (opcode) {
                case RRQ -> new Packet.ReadRequest(text(in, "file name"), text(in, "mode"), options(in));
                case WRQ -> new Packet.WriteRequest(text(in, "file name"), text(in, "mode"), options(in));
                case DATA -> new Packet.Data(u16(in, "block number"), rest(in));
                case ACK -> new Packet.Ack(u16(in, "block number"));
                case ERROR -> new Packet.Error(u16(in, "error code"), textOrRest(in));
                case OACK -> new Packet.OptionAck(options(in));
                default -> throw new Malformed("opcode " + opcode + " is none of TFTP's (1 to 6)");
            };
        } finally {
            in.position(in.limit());
        }
    }

    /** The bytes of a packet. A NUL inside a text ends that text. */
    public static byte[] encode(Packet packet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        switch (packet) {
            case Packet.ReadRequest(String file, String mode, List<Option> options) ->
                    request(out, RRQ, file, mode, options);
            case Packet.WriteRequest(String file, String mode, List<Option> options) ->
                    request(out, WRQ, file, mode, options);
            case Packet.Data(int block, byte[] payload) -> {
                u16(out, DATA);
                u16(out, block);
                out.writeBytes(payload);
            }
            case Packet.Ack(int block) -> {
                u16(out, ACK);
                u16(out, block);
            }
            case Packet.Error(int code, String message) -> {
                u16(out, ERROR);
                u16(out, code);
                text(out, message);
            }
            case Packet.OptionAck(List<Option> options) -> {
                u16(out, OACK);
                options(out, options);
            }
        }
        return out.toByteArray();
    }

    /**
     * Puts the head of a DATA packet; the caller puts the payload after it. Saves a copy for each block sent.
     *
     * @param block the absolute number of the block, from 1; only its low 16 bits go over the wire
     */
    public static void putDataHeader(ByteBuffer out, long block) {
        out.putShort((short) DATA).putShort((short) block);
    }

    private static int u16(ByteBuffer in, String what) throws Malformed {
        if (in.remaining() < 2) {
            throw new Malformed("the datagram ends before its " + what);
        }
        return in.getShort() & 0xFFFF;
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in, String what) throws Malformed {
        int length = lengthOfText(in);
        if (length < 0) {
            throw new Malformed("the " + what + " has no end");
        }
        return take(in, length);
    }

    /** Some clients forget the NUL after the text of an error. */
    private static String textOrRest(ByteBuffer in) {
        int length = lengthOfText(in);
        return length < 0 ? new String(rest(in), StandardCharsets.ISO_8859_1) : take(in, length);
    }

    private static List<Option> options(ByteBuffer in) {
        List<Option> found = new ArrayList<>(4);
        Set<String> seen = new HashSet<>();
        while (true) {
            int name = lengthOfText(in);
            if (name <= 0) {
                return found;
            }
            String key = take(in, name);
            int value = lengthOfText(in);
            if (value < 0) {
                return found;
            }
            Option option = new Option(key, take(in, value));
            if (seen.add(option.key())) {
                found.add(option);
            }
        }
    }

    /** The number of bytes before the next NUL, or -1 if none is left. */
    private static int lengthOfText(ByteBuffer in) {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == 0) {
                return i - in.position();
            }
        }
        return -1;
    }

    private static String take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        in.get();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void request(ByteArrayOutputStream out, int opcode, String file, String mode, List<Option> options) {
        u16(out, opcode);
        text(out, file);
        text(out, mode);
        options(out, options);
    }

    private static void options(ByteArrayOutputStream out, List<Option> options) {
        for (Option option : options) {
            text(out, option.name());
            text(out, option.value());
        }
    }

    private static void u16(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        int end = text.indexOf(0);
        out.writeBytes((end < 0 ? text : text.substring(0, end)).getBytes(StandardCharsets.ISO_8859_1));
        out.write(0);
    }
}
