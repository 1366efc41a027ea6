package dev.ichor.dhcp.wire;

import dev.ichor.base.Ipv4;
import java.util.Optional;

/**
 * A DHCP message (RFC 2131 section 2). Field names are the RFC's.
 *
 * @param reply   true for BOOTREPLY, false for BOOTREQUEST
 * @param client  htype, hlen and chaddr
 * @param hops    0 to 255, counted by relays
 * @param xid     transaction id that the client chose
 * @param secs    seconds since the client began, 0 to 65535; many firmwares count wrongly
 * @param flags   16 bits; see {@link #wantsBroadcast()}
 * @param sname   server host name, Latin-1, up to 64 bytes; empty when the field carried options
 * @param file    boot file name, Latin-1, up to 128 bytes; empty when the field carried options
 * @param options all options, those from overloaded fields (option 52) among them
 */
public record DhcpMessage(boolean reply, Hardware client, int hops, int xid, int secs, int flags,
                          Ipv4 ciaddr, Ipv4 yiaddr, Ipv4 siaddr, Ipv4 giaddr,
                          String sname, String file, Options options) {
    public static final int BROADCAST_FLAG = 0x8000;
    public static final int SNAME_SIZE = 64;
    public static final int FILE_SIZE = 128;

    public DhcpMessage {
        if (hops < 0 || hops > 255 || secs < 0 || secs > 0xFFFF || flags < 0 || flags > 0xFFFF) {
            throw new IllegalArgumentException("hops, secs or flags out of range");
        }
        if (sname.length() > SNAME_SIZE || file.length() > FILE_SIZE) {
            throw new IllegalArgumentException("sname holds 64 bytes and file 128");
        }
    }

    /** Option 53, if it is one of the eight types of RFC 2131. */
    public Optional<MessageType> type() {
        return options.u8(Code.MESSAGE_TYPE).stream().boxed().findFirst().flatMap(MessageType::of);
    }

    /** The client cannot receive unicast before its address is set (RFC 2131 section 4.1). */
    public boolean wantsBroadcast() {
        return (flags & BROADCAST_FLAG) != 0;
    }

    public boolean relayed() {
        return !giaddr.isAny();
    }

    /** Option 54: the server the client speaks to. */
    public Optional<Ipv4> serverId() {
        return options.ipv4(Code.SERVER_ID);
    }

    /** Option 50. */
    public Optional<Ipv4> requestedAddress() {
        return options.ipv4(Code.REQUESTED_ADDRESS);
    }

    /** The boot file that the fixed field or option 67 names, printable; empty if neither does. */
    public String bootFile() {
        return Printable.of(options.text(Code.BOOT_FILE).filter(name -> !name.isEmpty()).orElse(file));
    }

    /** One line for people; see {@link Describe}. */
    public String describe() {
        return Describe.line(this);
    }

    /** Every field and option, a line each. */
    public String dump() {
        return Describe.dump(this);
    }
}
