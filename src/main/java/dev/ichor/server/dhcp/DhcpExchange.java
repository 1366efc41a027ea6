package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.dhcp.pxe.BootPath;
import dev.ichor.dhcp.pxe.ClientArch;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.provision.OfferVariant;
import java.time.Instant;
import java.util.Optional;

/**
 * One packet in or out, told to whoever keeps the timeline.
 *
 * @param inbound  true for what the client sent
 * @param port     our port, 67 or 4011
 * @param peer     the other side, {@code address:port}
 * @param mac      the client's MAC, if its hardware field is one
 * @param path     who speaks, for clients that boot
 * @param secs     seconds since the client began, as it says
 * @param address  the address that the packet gives, asks for or is sent from, if any
 * @param server   option 54: whom the client follows, or who answers
 * @param file     the boot file or URL that the packet names; may be empty
 * @param variant  how the offer wants its file fetched; only in answers to PXE firmware
 * @param summary  the packet in one line
 * @param decision what was done: {@code offered}, {@code acknowledged}, {@code refused}, {@code noted},
 *                 {@code ignored}, {@code probing}
 * @param reason   why, in plain words
 */
public record DhcpExchange(Instant at, boolean inbound, int port, String peer, Optional<Mac> mac, int xid,
                           Optional<SystemUuid> uuid, Optional<ClientArch> arch, Optional<BootPath> path,
                           Optional<MessageType> type, int secs, Optional<Ipv4> address, Optional<Ipv4> server,
                           String file, Optional<OfferVariant> variant, String summary, String decision, String reason) {
}
