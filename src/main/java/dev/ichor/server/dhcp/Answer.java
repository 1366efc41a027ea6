package dev.ichor.server.dhcp;

import dev.ichor.dhcp.Delivery;
import dev.ichor.dhcp.lease.ClientKey;
import dev.ichor.dhcp.lease.LeaseChange;
import dev.ichor.dhcp.lease.Verdict;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.provision.OfferVariant;
import java.util.List;
import java.util.Optional;

/** What is done about one request. */
sealed interface Answer {
    /** One word for the timeline. */
    String decision();

    String reason();

    /**
     * Send the reply, after the changes are durable.
     *
     * @param variant how a PXE offer wants its file fetched; empty in all other replies
     */
    record Send(DhcpMessage reply, Delivery delivery, List<LeaseChange> changes, Optional<OfferVariant> variant,
                String decision, String reason) implements Answer {
        Send(DhcpMessage reply, Delivery delivery, List<LeaseChange> changes, String decision, String reason) {
            this(reply, delivery, changes, Optional.empty(), decision, reason);
        }

        Send with(Optional<OfferVariant> offered) {
            return new Send(reply, delivery, changes, offered, decision, reason);
        }
    }

    /** No reply; perhaps changes. */
    record Keep(List<LeaseChange> changes, String reason) implements Answer {
        static Keep ignore(String reason) {
            return new Keep(List.of(), reason);
        }

        @Override
        public String decision() {
            return changes.isEmpty() ? "ignored" : "noted";
        }
    }

    /** The address is held; offer it if nobody claims it by ARP. */
    record Ask(ClientKey client, Verdict.Offer offer) implements Answer {
        @Override
        public String decision() {
            return "probing";
        }

        @Override
        public String reason() {
            return "asking the segment whether " + offer.address() + " is in use";
        }
    }
}
