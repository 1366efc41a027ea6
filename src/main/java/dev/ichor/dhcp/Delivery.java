package dev.ichor.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import java.util.Optional;

/**
 * Where a reply goes (RFC 2131 section 4.1; RFC 1542 section 4.1.2 for relays).
 *
 * @param to   destination address
 * @param port destination port
 * @param rule the rule that chose it, for people
 */
public record Delivery(Ipv4 to, int port, String rule) {
    public static final int SERVER_PORT = 67;
    public static final int CLIENT_PORT = 68;
    /** The port of the PXE boot server (PXE 2.1 section 2.2.3). */
    public static final int BOOT_SERVER_PORT = 4011;

    /**
     * The destination of a reply on port 67.
     *
     * @param request what the client sent
     * @param reply   what it gets
     * @param source  the address the request came from; {@link Ipv4#ANY} for a client without one
     */
    public static Delivery of(DhcpMessage request, DhcpMessage reply, Ipv4 source) {
        if (request.relayed()) {
            return new Delivery(request.giaddr(), SERVER_PORT, "to the relay");
        }
        Optional<MessageType> type = reply.type();
        if (type.isPresent() && type.get() == MessageType.NAK) {
            return new Delivery(Ipv4.BROADCAST, CLIENT_PORT, "refusals are broadcast");
        }
        if (!request.ciaddr().isAny()) {
            return new Delivery(request.ciaddr(), CLIENT_PORT, "to the address the client has");
        }
        if (request.type().filter(t -> t == MessageType.INFORM).isPresent() && !source.isAny()) {
            return new Delivery(source, CLIENT_PORT, "to the address the client asks from");
        }
        if (request.wantsBroadcast()) {
            return new Delivery(Ipv4.BROADCAST, CLIENT_PORT, "the client asked for broadcast");
        }
        // The RFC allows unicast to yiaddr here, but that needs an ARP entry nobody can answer for yet.
        return new Delivery(Ipv4.BROADCAST, CLIENT_PORT, "the client has no address yet");
    }

    /**
     * The destination of a reply on port 4011: back to the sender. EDK2 asks from 4011, BIOS ROMs from 68 (quirk D4).
     *
     * @param source     where the request came from
     * @param sourcePort its port
     */
    public static Delivery fromBootServer(DhcpMessage request, Ipv4 source, int sourcePort) {
        if (request.relayed()) {
            return new Delivery(request.giaddr(), SERVER_PORT, "to the relay");
        }
        if (!source.isAny()) {
            return new Delivery(source, sourcePort, "back to the sender");
        }
        if (!request.ciaddr().isAny()) {
            return new Delivery(request.ciaddr(), sourcePort, "to the address the client has");
        }
        return new Delivery(Ipv4.BROADCAST, sourcePort, "the client has no address yet");
    }
}
