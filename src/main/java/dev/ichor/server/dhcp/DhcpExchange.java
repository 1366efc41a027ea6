package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.dhcp.pxe.BootPath;
import dev.ichor.dhcp.pxe.ClientArch;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.provision.OfferVariant;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One packet in or out, told to whoever keeps the timeline.
 *
 * @param inbound  true for what the client sent
 * @param port     our port, 67 or 4011
 * @param peer     the other side, {@code address:port}
 * @param mac      the client's MAC, if its hardware field is one
 * @param path     who speaks, for clients that boot
 * @param variant  how the offer wants its file fetched; only in answers to PXE firmware
 * @param message  the packet itself
 * @param decision what was done: {@code offered}, {@code acknowledged}, {@code refused}, {@code noted},
 *                 {@code ignored}, {@code probing}
 * @param reason   why, in plain words
 */
public record DhcpExchange(Instant at, boolean inbound, int port, String peer, Optional<Mac> mac, int xid,
                           Optional<SystemUuid> uuid, Optional<ClientArch> arch, Optional<BootPath> path,
                           Optional<MessageType> type, Optional<OfferVariant> variant, DhcpMessage message,
                           String decision, String reason) {
    /** The packet in one line; made when asked for, because the packet's answer should not wait for it. */
    public String summary() {
        return message.describe();
    }

    /** The address that the packet gives, asks for or is sent from, by which later exchanges over IP find the MAC. */
    public Optional<Ipv4> address() {
        return Stream.of(message.yiaddr(), message.ciaddr()).filter(address -> !address.isAny()).findFirst()
                .or(message::requestedAddress);
    }
}
