package dev.ichor.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import java.nio.charset.StandardCharsets;

/** What every reply repeats from its request (RFC 2131 table 3, RFC 3046, RFC 6842, RFC 4578 section 2.3). */
public final class Replies {
    private static final int UUID_LENGTH = 17;

    private Replies() {
    }

    /**
     * Starts the options of a reply: 53, 54, then what must be mirrored. Option 54 is always there: EDK2 drops an
     * offer without it (quirk D1).
     */
    public static Options.Builder options(DhcpMessage request, MessageType type, Ipv4 serverId) {
        Options.Builder out = Options.builder()
                .u8(Code.MESSAGE_TYPE, type.code())
                .ipv4(Code.SERVER_ID, serverId)
                .copy(request.options(), Code.CLIENT_ID);
        request.options().find(Code.CLIENT_UUID).filter(o -> o.length() == UUID_LENGTH).ifPresent(out::put);
        return out.copy(request.options(), Code.RELAY_AGENT);
    }

    /**
     * The reply itself.
     *
     * @param yiaddr  the client's address; {@link Ipv4#ANY} in a proxy's answer (quirk D2) and a refusal
     * @param siaddr  the next server; {@link Ipv4#ANY} if there is nothing to boot
     * @param sname   text for {@code sname}, possibly empty
     * @param file    text for {@code file}, possibly empty; U-Boot reads only this field (D20)
     */
    public static DhcpMessage message(DhcpMessage request, Ipv4 yiaddr, Ipv4 siaddr, String sname, String file,
                                      Options options) {
        return new DhcpMessage(true, request.client(), 0, request.xid(), 0, request.flags(),
                request.ciaddr(), yiaddr, siaddr, request.giaddr(), sname, file, options);
    }

    /**
     * A refusal (RFC 2131 section 4.3.2). Over a relay the broadcast flag is set, so that the relay broadcasts it to a
     * client that may hold a wrong address.
     */
    public static DhcpMessage nak(DhcpMessage request, Ipv4 serverId, String why) {
        Options options = options(request, MessageType.NAK, serverId)
                .text(Code.MESSAGE, why.length() > 200 ? why.substring(0, 200) : why).build();
        int flags = request.relayed() ? request.flags() | DhcpMessage.BROADCAST_FLAG : request.flags();
        return new DhcpMessage(true, request.client(), 0, request.xid(), 0, flags,
                Ipv4.ANY, Ipv4.ANY, Ipv4.ANY, request.giaddr(), "", "", options);
    }

    /** A boot file's name, if it fits into the field with its NUL; otherwise option 67 alone carries it. */
    public static String fileField(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1).length < DhcpMessage.FILE_SIZE ? name : "";
    }
}
