package dev.ichor.dhcp.wire;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads messages from datagrams (RFC 2131 section 2, RFC 2132, RFC 3396). {@link DhcpEncoder} writes them. */
public final class DhcpCodec {
    static final int COOKIE = 0x63825363;
    static final int FIXED = 240;
    private static final int SNAME_AT = 44;
    private static final int FILE_AT = 108;
    /** Nobody sends this much over Ethernet; a full read buffer means the kernel cut the datagram. */
    public static final int MAX_DATAGRAM = 4095;

    private DhcpCodec() {
    }

    /**
     * Reads one datagram.
     *
     * <p>Lenient where firmware is: a missing END at the end of a field is accepted, bytes after END are ignored.
     *
     * @throws Malformed if it is not a DHCP message, or an option runs over the end of its field
     */
    public static DhcpMessage decode(byte[] datagram) throws Malformed {
        if (datagram.length < FIXED) {
            throw new Malformed("shorter than a DHCP message (" + datagram.length + " of at least 240 bytes)");
        }
        if (datagram.length > MAX_DATAGRAM) {
            throw new Malformed("longer than any DHCP message (over " + MAX_DATAGRAM + " bytes)");
        }
        ByteBuffer in = ByteBuffer.wrap(datagram);
        int op = in.get() & 0xFF;
        int htype = in.get() & 0xFF;
        int hlen = in.get() & 0xFF;
        if (op != 1 && op != 2) {
            throw new Malformed("op is neither request nor reply");
        }
        if (hlen > 16) {
            throw new Malformed("hlen is over sixteen");
        }
        if (in.getInt(FIXED - 4) != COOKIE) {
            throw new Malformed("no DHCP magic cookie (plain BOOTP, or another protocol)");
        }
        int hops = in.get() & 0xFF;
        int xid = in.getInt();
        int secs = in.getShort() & 0xFFFF;
        int flags = in.getShort() & 0xFFFF;
        Ipv4 ciaddr = new Ipv4(in.getInt());
        Ipv4 yiaddr = new Ipv4(in.getInt());
        Ipv4 siaddr = new Ipv4(in.getInt());
        Ipv4 giaddr = new Ipv4(in.getInt());
        byte[] chaddr = new byte[16];
        in.get(chaddr);
        Collected found = readOptions(datagram);
        return new DhcpMessage(op == 2, Hardware.of(htype, chaddr, hlen), hops, xid, secs, flags,
                ciaddr, yiaddr, siaddr, giaddr,
                (found.overload & 2) == 0 ? text(datagram, SNAME_AT, DhcpMessage.SNAME_SIZE) : "",
                (found.overload & 1) == 0 ? text(datagram, FILE_AT, DhcpMessage.FILE_SIZE) : "",
                found.options());
    }

    private static Collected readOptions(byte[] datagram) throws Malformed {
        Collected found = new Collected();
        found.read(datagram, FIXED, datagram.length, "options");
        found.overload = overload(found);
        // RFC 3396 section 5: the parts of one option are joined in the order options, file, sname.
        if ((found.overload & 1) != 0) {
            found.read(datagram, FILE_AT, FILE_AT + DhcpMessage.FILE_SIZE, "file");
        }
        if ((found.overload & 2) != 0) {
            found.read(datagram, SNAME_AT, SNAME_AT + DhcpMessage.SNAME_SIZE, "sname");
        }
        return found;
    }

    private static int overload(Collected found) throws Malformed {
        ByteArrayOutputStream value = found.parts.remove(Code.OVERLOAD);
        if (value == null) {
            return 0;
        }
        byte[] bytes = value.toByteArray();
        if (bytes.length != 1 || bytes[0] < 1 || bytes[0] > 3) {
            throw new Malformed("option 52 (overload) is not 1, 2 or 3");
        }
        return bytes[0];
    }

    private static String text(byte[] datagram, int from, int size) {
        int end = from;
        while (end < from + size && datagram[end] != 0) {
            end++;
        }
        return new String(datagram, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** Options as they are met, parts of one code joined. */
    private static final class Collected {
        private final Map<Integer, ByteArrayOutputStream> parts = new LinkedHashMap<>();
        private int overload;

        void read(byte[] bytes, int from, int to, String field) throws Malformed {
            int at = from;
            while (at < to) {
                int code = bytes[at++] & 0xFF;
                if (code == Code.END) {
                    return;
                }
                if (code == Code.PAD) {
                    continue;
                }
                if (at >= to) {
                    throw new Malformed("option " + code + " in " + field + " has no length");
                }
                int length = bytes[at++] & 0xFF;
                if (at + length > to) {
                    throw new Malformed("option " + code + " in " + field + " runs over the end");
                }
                // An overload option inside an overloaded field has no meaning (RFC 2132 section 9.3).
                if (code != Code.OVERLOAD || from == FIXED) {
                    parts.computeIfAbsent(code, c -> new ByteArrayOutputStream(length)).write(bytes, at, length);
                }
                at += length;
            }
        }

        Options options() {
            List<Option> list = new ArrayList<>(parts.size());
            parts.forEach((code, data) -> list.add(new Option(code, data.toByteArray())));
            return new Options(list);
        }
    }
}
