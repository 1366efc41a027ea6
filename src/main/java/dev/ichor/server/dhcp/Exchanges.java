package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.SystemUuid;
import dev.ichor.dhcp.pxe.BootPath;
import dev.ichor.dhcp.pxe.ClientArch;
import dev.ichor.dhcp.pxe.PxeClient;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.provision.OfferVariant;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the records that followers get. */
final class Exchanges {
    private Exchanges() {
    }

    static DhcpExchange inbound(Incoming in, Answer answer) {
        return exchange(in, in.at(), true, in.source() + ":" + in.sourcePort(), in.message(),
                Optional.empty(), answer.decision(), answer.reason());
    }

    static DhcpExchange outbound(Incoming in, Answer.Send send, Instant at) {
        return exchange(in, at, false, send.delivery().to() + ":" + send.delivery().port(), send.reply(),
                send.variant(), send.decision(), send.delivery().rule() + "; " + send.reason());
    }

    private static DhcpExchange exchange(Incoming in, Instant at, boolean inbound, String peer, DhcpMessage message,
                                         Optional<OfferVariant> variant, String decision, String reason) {
        Optional<SystemUuid> uuid = Optional.empty();
        Optional<ClientArch> arch = Optional.empty();
        Optional<BootPath> path = Optional.empty();
        if (in.client() instanceof PxeClient.Boots client) {
            uuid = client.uuid();
            arch = client.arch();
            path = Optional.of(client.path());
        }
        return new DhcpExchange(at, inbound, in.port(), peer, message.client().mac(), message.xid(), uuid, arch, path,
                message.type(), message.secs(), address(message), message.serverId(), file(message), variant,
                message.describe(), decision, reason);
    }

    private static Optional<Ipv4> address(DhcpMessage message) {
        return Stream.of(message.yiaddr(), message.ciaddr()).filter(address -> !address.isAny()).findFirst()
                .or(message::requestedAddress);
    }

    private static String file(DhcpMessage message) {
        return message.options().text(Code.BOOT_FILE).filter(name -> !name.isEmpty()).orElse(message.file());
    }
}
