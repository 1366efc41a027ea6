package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.dhcp.Delivery;
import dev.ichor.dhcp.Replies;
import dev.ichor.dhcp.lease.ClientKey;
import dev.ichor.dhcp.lease.LeaseChange;
import dev.ichor.dhcp.lease.LeaseEngine;
import dev.ichor.dhcp.lease.LeaseTable;
import dev.ichor.dhcp.lease.Scope;
import dev.ichor.dhcp.lease.Verdict;
import dev.ichor.dhcp.pxe.PxeClient;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import dev.ichor.provision.BootAnswer;
import dev.ichor.provision.OfferAttempts;
import dev.ichor.provision.OfferVariant;
import java.util.List;
import java.util.Optional;

/** Full mode: leases, with the boot part for clients that boot. One thread. */
final class LeaseReplies {
    private final DhcpSettings settings;
    private final LeaseTable table;
    private final BootReplies boots;

    LeaseReplies(DhcpSettings settings, LeaseTable table, BootReplies boots) {
        this.settings = settings;
        this.table = table;
        this.boots = boots;
    }

    Answer answer(Incoming in) {
        DhcpMessage request = in.message();
        Verdict verdict = LeaseEngine.decide(request, table, in.at());
        return switch (verdict) {
            case Verdict.Offer offer -> consider(in, offer);
            case Verdict.Grant grant -> grant(in, grant);
            case Verdict.Inform inform -> inform(in, inform);
            case Verdict.Refuse refuse -> {
                DhcpMessage nak = Replies.nak(request, settings.server(), refuse.why());
                yield new Answer.Send(nak, Delivery.of(request, nak, in.source()), List.of(), "refused", refuse.why());
            }
            case Verdict.Note note -> {
                note.changes().forEach(table::apply);
                yield new Answer.Keep(note.changes(), note.why());
            }
            case Verdict.Silent silent -> {
                forgetIfTakenElsewhere(request);
                yield Answer.Keep.ignore(silent.why());
            }
        };
    }

    private void forgetIfTakenElsewhere(DhcpMessage request) {
        boolean elsewhere = request.serverId().filter(id -> !id.equals(settings.server())).isPresent();
        if (elsewhere && request.type().filter(t -> t == MessageType.REQUEST).isPresent()) {
            ClientKey.of(request).ifPresent(table::unhold);
        }
    }

    private Answer consider(Incoming in, Verdict.Offer offer) {
        ClientKey client = ClientKey.of(in.message()).orElseThrow();
        table.hold(client, offer.address(), in.at().plus(DhcpSettings.OFFER_HOLD));
        return offer.probe() && probes() && local(offer.scope()) ? new Answer.Ask(client, offer)
                : offer(in, offer);
    }

    /** Whether addresses are probed before they are offered. */
    boolean probes() {
        return settings.mode() == DhcpSettings.Mode.FULL && settings.conflictProbe();
    }

    /** ARP does not pass a relay. */
    private boolean local(Scope scope) {
        return scope.subnet().contains(settings.server());
    }

    /** The offer itself, at once or after a probe that found nobody. */
    Answer offer(Incoming in, Verdict.Offer offer) {
        Options.Builder options = Replies.options(in.message(), MessageType.OFFER, settings.server());
        lease(options, offer.scope());
        return reply(in, offer.address(), options, "offered", offer.why(), List.of());
    }

    private Answer grant(Incoming in, Verdict.Grant grant) {
        grant.changes().forEach(table::apply);
        Options.Builder options = Replies.options(in.message(), MessageType.ACK, settings.server());
        lease(options, grant.scope());
        return reply(in, grant.lease().address(), options, "acknowledged", grant.why(), grant.changes());
    }

    /** RFC 2131 section 4.3.5: no address and no lease time in the answer to INFORM. */
    private Answer inform(Incoming in, Verdict.Inform inform) {
        Options.Builder options = Replies.options(in.message(), MessageType.ACK, settings.server());
        network(options, inform.scope());
        return reply(in, Ipv4.ANY, options, "acknowledged", inform.why(), List.of());
    }

    private void lease(Options.Builder options, Scope scope) {
        long seconds = settings.leaseTime().toSeconds();
        options.u32(Code.LEASE_TIME, seconds).u32(Code.T1, seconds / 2).u32(Code.T2, seconds * 7 / 8);
        network(options, scope);
    }

    /** The mask comes before the routers (RFC 2132 section 3.3). */
    private static void network(Options.Builder options, Scope scope) {
        options.ipv4(Code.SUBNET_MASK, scope.subnet().mask());
        options.ipv4(Code.BROADCAST_ADDRESS, scope.subnet().broadcast());
        scope.router().ifPresent(router -> options.ipv4(Code.ROUTERS, router));
        options.ipv4s(Code.DNS_SERVERS, scope.dns());
        if (!scope.domain().isEmpty()) {
            options.text(Code.DOMAIN_NAME, scope.domain());
        }
        scope.mtu().ifPresent(mtu -> options.u16(Code.INTERFACE_MTU, mtu));
    }

    private Answer reply(Incoming in, Ipv4 yiaddr, Options.Builder options, String decision, String why,
                         List<LeaseChange> changes) {
        DhcpMessage request = in.message();
        Optional<BootAnswer.Boot> boot = Optional.empty();
        String reason = why;
        if (in.client() instanceof PxeClient.Boots client) {
            switch (boots.choose(in, client)) {
                case BootAnswer.Boot found -> {
                    boot = Optional.of(found);
                    reason = why + "; " + withBoot(in, client, found, options, decision);
                }
                case BootAnswer.Nothing nothing -> reason = why + "; but nothing to boot: " + nothing.why();
            }
        }
        Options built = options.build();
        DhcpMessage reply = boot.map(b -> boots.message(request, yiaddr, b, built))
                .orElseGet(() -> Replies.message(request, yiaddr, Ipv4.ANY, "", "", built));
        Answer.Send send = new Answer.Send(reply, Delivery.of(request, reply, in.source()), changes, decision, reason);
        return boot.isPresent() && boot.get().adaptive() && decision.equals("offered")
                && in.client() instanceof PxeClient.Boots client ? send.with(Optional.of(boots.variant(in, client)))
                : send;
    }

    private String withBoot(Incoming in, PxeClient.Boots client, BootAnswer.Boot boot, Options.Builder options,
                            String decision) {
        Optional<OfferAttempts> attempts = decision.equals("offered") ? boots.attempt(in, client, boot)
                : Optional.empty();
        OfferVariant variant = attempts.map(OfferAttempts::current).orElseGet(() -> boots.variant(in, client));
        boots.add(options, boot, variant);
        return boot.why() + BootReplies.how(boot, variant, attempts);
    }
}
