package dev.ichor.dhcp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes messages. The order serves firmware and relays: 53 first (some layer-2 relays look only there, quirk D23),
 * 54 next, 67 last (EDK2 overwrites the byte after it with NUL, D21), 82 behind everything (RFC 3046 section 2.2).
 * Fields are never overloaded (D22), and the message is padded to the 300 bytes of BOOTP (RFC 1542 section 2.1).
 */
public final class DhcpEncoder {
    /** The largest message we send: an Ethernet frame of 1500 bytes without IP and UDP headers. EDK2 drops more. */
    public static final int MAX_SIZE = 1472;
    private static final int MIN_SIZE = 300;
    private static final int IP_AND_UDP = 28;
    private static final int SMALLEST_DATAGRAM = 576;
    private static final int PART = 255;
    /** What a reply can do without when the client's limit is low, least needed first. */
    private static final int[] SPARE = {Code.MESSAGE, Code.HOST_NAME, Code.DOMAIN_NAME, Code.INTERFACE_MTU,
        Code.BROADCAST_ADDRESS, Code.T1, Code.T2, Code.TFTP_SERVER, Code.CLIENT_ID, Code.CLIENT_UUID,
        Code.RELAY_AGENT};

    private DhcpEncoder() {
    }

    /**
     * The largest reply that this client accepts, 548 to {@link #MAX_SIZE} bytes of UDP payload. Option 57 counts the
     * IP datagram in some clients and the payload in others; the smaller reading is safe for both.
     */
    public static int limitFor(DhcpMessage request) {
        int asked = request.options().u16(Code.MAX_SIZE).orElse(SMALLEST_DATAGRAM);
        return Math.clamp(asked, SMALLEST_DATAGRAM, MAX_SIZE + IP_AND_UDP) - IP_AND_UDP;
    }

    /** The bytes of a message of any size up to {@link #MAX_SIZE}. */
    public static byte[] encode(DhcpMessage message) {
        return encode(message, MAX_SIZE);
    }

    /**
     * The bytes, at most {@code limit}. When they do not fit, comforts are left out one by one, the relay's option
     * last: RFC 3046 section 2.2 forbids to shorten it.
     *
     * @throws IllegalArgumentException if what is left is still too long
     */
    public static byte[] encode(DhcpMessage message, int limit) {
        List<Option> options = new ArrayList<>(message.options().list());
        options.removeIf(option -> option.code() == Code.OVERLOAD);
        options.sort(Comparator.comparingInt(DhcpEncoder::rank));
        for (int spare = 0; size(options) > limit && spare < SPARE.length; spare++) {
            int code = SPARE[spare];
            options.removeIf(option -> option.code() == code);
        }
        int size = Math.max(size(options), MIN_SIZE);
        if (size > Math.min(limit, MAX_SIZE)) {
            throw new IllegalArgumentException("a message of " + size + " bytes does not fit in " + limit);
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        fixedPart(message, out);
        options.forEach(option -> write(option, options, out));
        out.put((byte) Code.END);
        return out.array();
    }

    private static int rank(Option option) {
        return switch (option.code()) {
            case Code.MESSAGE_TYPE -> 0;
            case Code.SERVER_ID -> 1;
            case Code.BOOT_FILE -> 3;
            case Code.RELAY_AGENT -> 4;
            default -> 2;
        };
    }

    private static int size(List<Option> options) {
        int size = DhcpCodec.FIXED + 1;
        for (Option option : options) {
            size += option.wireLength() + (padded(option, options) ? 1 : 0);
        }
        return size;
    }

    /** A PAD takes EDK2's stray NUL when a relay's option follows option 67 (D21). */
    private static boolean padded(Option option, List<Option> options) {
        return option.code() == Code.BOOT_FILE && options.getLast() != option;
    }

    private static void fixedPart(DhcpMessage m, ByteBuffer out) {
        out.put((byte) (m.reply() ? 2 : 1)).put((byte) m.client().type()).put((byte) m.client().length());
        out.put((byte) m.hops()).putInt(m.xid()).putShort((short) m.secs()).putShort((short) m.flags());
        out.putInt(m.ciaddr().bits()).putInt(m.yiaddr().bits()).putInt(m.siaddr().bits()).putInt(m.giaddr().bits());
        fixed(out, m.client().bytes(), 16);
        fixed(out, m.sname().getBytes(StandardCharsets.ISO_8859_1), DhcpMessage.SNAME_SIZE);
        fixed(out, m.file().getBytes(StandardCharsets.ISO_8859_1), DhcpMessage.FILE_SIZE);
        out.putInt(DhcpCodec.COOKIE);
    }

    private static void fixed(ByteBuffer out, byte[] bytes, int width) {
        out.put(bytes).position(out.position() + width - bytes.length);
    }

    private static void write(Option option, List<Option> options, ByteBuffer out) {
        byte[] data = option.shared();
        int at = 0;
        do {
            int part = Math.min(PART, data.length - at);
            out.put((byte) option.code()).put((byte) part).put(data, at, part);
            at += part;
        } while (at < data.length);
        if (padded(option, options)) {
            out.put((byte) Code.PAD);
        }
    }
}
