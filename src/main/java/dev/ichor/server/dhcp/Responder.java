package dev.ichor.server.dhcp;

import dev.ichor.dhcp.Delivery;
import dev.ichor.dhcp.pxe.PxeClient;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.provision.BootAnswer;
import java.util.Optional;

/** Sorts requests: boot server, proxy or leases. One thread. */
final class Responder {
    private final DhcpSettings settings;
    private final BootReplies boots;
    private final LeaseReplies leases;
    private final BootMemory memory;

    Responder(DhcpSettings settings, BootReplies boots, LeaseReplies leases, BootMemory memory) {
        this.settings = settings;
        this.boots = boots;
        this.leases = leases;
        this.memory = memory;
    }

    Answer answer(Incoming in) {
        if (in.message().reply()) {
            return Answer.Keep.ignore("a server's message, sent to a server");
        }
        if (in.message().type().isEmpty()) {
            return Answer.Keep.ignore("no message type that we speak (plain BOOTP, or a lease query)");
        }
        learnAddress(in.message());
        if (in.port() == Delivery.BOOT_SERVER_PORT) {
            return bootServer(in);
        }
        if (asksBootServer(in.message())) {
            return addressed(in.message()) ? bootServer(in) : Answer.Keep.ignore("asks another boot server");
        }
        return switch (settings.mode()) {
            case FULL -> leases.answer(in);
            case PROXY -> proxy(in);
            case OFF -> Answer.Keep.ignore("DHCP is off");
        };
    }

    /** A broadcast REQUEST to the site's server tells which address the machine is about to use. */
    private void learnAddress(DhcpMessage request) {
        request.client().mac().ifPresent(mac -> {
            memory.seen(request.ciaddr(), mac);
            request.type().filter(type -> type == MessageType.REQUEST).flatMap(type -> request.requestedAddress())
                    .ifPresent(address -> memory.seen(address, mac));
        });
    }

    private static boolean asksBootServer(DhcpMessage request) {
        boolean asks = request.type().filter(t -> t == MessageType.REQUEST || t == MessageType.INFORM).isPresent();
        return asks && BootReplies.bootItem(request).isPresent();
    }

    private boolean addressed(DhcpMessage request) {
        return request.serverId().filter(id -> !id.equals(settings.server())).isEmpty();
    }

    private Answer bootServer(Incoming in) {
        MessageType type = in.message().type().orElseThrow();
        if (type != MessageType.REQUEST && type != MessageType.INFORM) {
            return Answer.Keep.ignore("only requests are answered by the boot server");
        }
        return booting(in, (client, boot) -> boots.bootServer(in, client, boot));
    }

    /** Beside another server: offers to clients that boot, and not a word more (quirk D25). */
    private Answer proxy(Incoming in) {
        return switch (in.message().type().orElseThrow()) {
            case DISCOVER -> booting(in, (client, boot) -> boots.proxyOffer(in, client, boot));
            case REQUEST -> Answer.Keep.ignore(Optional.of(in.message()).flatMap(DhcpMessage::serverId)
                    .map(id -> "the client takes its address from " + id).orElse("the site's server leases addresses"));
            case DECLINE, RELEASE, INFORM -> Answer.Keep.ignore("the site's server leases addresses");
            case OFFER, ACK, NAK -> Answer.Keep.ignore("a server's message, sent to a server");
        };
    }

    private interface Booting {
        Answer with(PxeClient.Boots client, BootAnswer.Boot boot);
    }

    private Answer booting(Incoming in, Booting booting) {
        return switch (in.client()) {
            case PxeClient.NotPxe other -> Answer.Keep.ignore("not a network boot: "
                    + String.join(", ", other.reasons()));
            case PxeClient.Boots client -> switch (boots.choose(in, client)) {
                case BootAnswer.Nothing nothing -> Answer.Keep.ignore(nothing.why());
                case BootAnswer.Boot boot -> booting.with(client, boot);
            };
        };
    }
}
