package dev.ichor.dhcp.lease;

import dev.ichor.base.Ipv4;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server's side of RFC 2131 section 4.3: request, table and time in, verdict out. It changes nothing; who calls it
 * holds offers and applies changes. Conflict results come back through {@link #conflict}.
 */
public final class LeaseEngine {
    private static final int LONGEST_NAME = 63;

    private LeaseEngine() {
    }

    /** What to do about one request. */
    public static Verdict decide(DhcpMessage request, LeaseTable table, Instant now) {
        Optional<MessageType> type = request.type();
        Optional<ClientKey> client = ClientKey.of(request);
        Optional<Scope> scope = table.policy().scopeOf(request);
        if (type.isEmpty() || client.isEmpty()) {
            return new Verdict.Silent(type.isEmpty() ? "the message type is missing or not ours"
                    : "the client has neither a hardware address nor an identifier");
        }
        if (scope.isEmpty()) {
            return new Verdict.Silent("no subnet is set up for the relay " + request.giaddr());
        }
        Asking asking = new Asking(request, client.get(), scope.get(), table, now);
        return switch (type.get()) {
            case DISCOVER -> asking.discover();
            case REQUEST -> asking.answerRequest();
            case DECLINE -> asking.decline();
            case RELEASE -> asking.release();
            case INFORM -> new Verdict.Inform(scope.get(), "the client has an address and asks for parameters");
            case OFFER, ACK, NAK -> new Verdict.Silent("a server's message, sent to a server");
        };
    }

    /** An address turned out to be in use by somebody we do not know: it rests, and another must be found. */
    public static LeaseChange conflict(Ipv4 address, ClientKey finder, LeaseTable table, Instant now) {
        return new LeaseChange(now, LeaseChange.Event.CONFLICT, resting(address, finder, table, now));
    }

    private static Lease resting(Ipv4 address, ClientKey finder, LeaseTable table, Instant now) {
        return new Lease(address, finder, "", now, now.plus(table.policy().quarantine()), Lease.State.QUARANTINED);
    }

    /** One request with all that its answer depends on. */
    private record Asking(DhcpMessage request, ClientKey client, Scope scope, LeaseTable table, Instant now) {
        private LeasePolicy policy() {
            return table.policy();
        }

        Verdict discover() {
            Optional<Ipv4> reserved = reservation();
            if (reserved.isPresent() && table.vacant(reserved.get(), client, now)) {
                boolean known = table.of(client).filter(l -> l.address().equals(reserved.get())).isPresent();
                return new Verdict.Offer(reserved.get(), scope, !known, "the address is reserved for this machine");
            }
            Optional<Lease> own = table.of(client).filter(lease -> open(lease.address()));
            if (own.isPresent()) {
                boolean live = own.get().holds(now);
                return new Verdict.Offer(own.get().address(), scope, !live,
                        live ? "the machine has this address" : "the machine had this address before");
            }
            Optional<Ipv4> held = table.heldFor(client, now).filter(this::open);
            if (held.isPresent()) {
                return new Verdict.Offer(held.get(), scope, false, "offered before and still held");
            }
            Optional<Ipv4> wish = request.requestedAddress().filter(this::open);
            if (wish.isPresent()) {
                return new Verdict.Offer(wish.get(), scope, true, "the machine asks for this free address");
            }
            return table.nextFree(scope, client, now)
                    .<Verdict>map(address -> new Verdict.Offer(address, scope, true, "the longest unused address"))
                    .orElseGet(() -> new Verdict.Silent("no free address is left in " + scope.subnet()
                            + "; widen the pool"));
        }

        private Optional<Ipv4> reservation() {
            return client.mac().map(policy().reservations()::get).filter(scope.subnet()::contains);
        }

        private boolean open(Ipv4 address) {
            return policy().permits(scope, client, address) && table.vacant(address, client, now);
        }

        Verdict answerRequest() {
            Optional<Ipv4> server = request.serverId();
            if (server.isPresent() && !server.get().equals(policy().server())) {
                return new Verdict.Silent("the client chose the server " + server.get());
            }
            Optional<Ipv4> wanted = request.ciaddr().isAny() ? request.requestedAddress()
                    : Optional.of(request.ciaddr());
            if (wanted.isEmpty()) {
                return new Verdict.Silent("the request names no address");
            }
            return server.isPresent() ? selecting(wanted.get()) : returning(wanted.get());
        }

        /** SELECTING: the client answers an offer of ours, perhaps one from before a restart. */
        private Verdict selecting(Ipv4 wanted) {
            Optional<Ipv4> reserved = reservation();
            if (reserved.isPresent() && !reserved.get().equals(wanted)
                    && table.vacant(reserved.get(), client, now)) {
                return new Verdict.Refuse("the address " + reserved.get() + " is reserved for this machine");
            }
            return open(wanted) ? grant(wanted, "the client took our offer")
                    : new Verdict.Refuse("the address " + wanted + " is not free for this machine");
        }

        /** INIT-REBOOT, RENEWING and REBINDING name no server (RFC 2131 section 4.3.2). */
        private Verdict returning(Ipv4 wanted) {
            boolean known = table.of(client).filter(lease -> lease.address().equals(wanted)).isPresent();
            boolean moved = reservation().filter(a -> !a.equals(wanted) && table.vacant(a, client, now)).isPresent();
            if (known && open(wanted) && !moved) {
                return grant(wanted, request.ciaddr().isAny() ? "the client returns with its address"
                        : "the client renews its lease");
            }
            if (!policy().authoritative()) {
                return new Verdict.Silent("no lease of ours on " + wanted + "; another server may know it");
            }
            if (moved) {
                return new Verdict.Refuse("another address is reserved for this machine");
            }
            return new Verdict.Refuse(scope.subnet().contains(wanted) ? "this machine has no lease on " + wanted
                    : wanted + " does not belong to " + scope.subnet());
        }

        private Verdict grant(Ipv4 address, String why) {
            List<LeaseChange> changes = new ArrayList<>();
            Optional<Lease> before = table.of(client);
            before.filter(old -> !old.address().equals(address) && old.holds(now)).ifPresent(old ->
                    changes.add(released(old)));
            Optional<Lease> same = before.filter(old -> old.address().equals(address));
            boolean renewal = same.filter(lease -> lease.holds(now)).isPresent();
            Lease lease = new Lease(address, client, hostName(same), renewal ? same.get().since() : now,
                    table.leaseUntil(now), Lease.State.ACTIVE);
            changes.add(new LeaseChange(now, renewal ? LeaseChange.Event.RENEWED : LeaseChange.Event.GRANTED, lease));
            return new Verdict.Grant(lease, scope, changes, why);
        }

        private LeaseChange released(Lease lease) {
            return new LeaseChange(now, LeaseChange.Event.RELEASED, new Lease(lease.address(), lease.client(),
                    lease.hostName(), lease.since(), now, Lease.State.RELEASED));
        }

        private String hostName(Optional<Lease> before) {
            String sent = request.options().text(Code.HOST_NAME).orElse("");
            String clean = sent.replaceAll("[^A-Za-z0-9._-]", "");
            String name = clean.substring(0, Math.min(LONGEST_NAME, clean.length()));
            return name.isEmpty() ? before.map(Lease::hostName).orElse("") : name;
        }

        Verdict decline() {
            Optional<Ipv4> address = request.requestedAddress();
            boolean ours = request.serverId().filter(policy().server()::equals).isPresent();
            if (!ours || address.isEmpty() || !belongs(address.get())) {
                return new Verdict.Silent("declines an address that we did not give it");
            }
            return new Verdict.Note(List.of(new LeaseChange(now, LeaseChange.Event.DECLINED,
                    resting(address.get(), client, table, now))),
                    "the client found " + address.get() + " in use: the address rests");
        }

        private boolean belongs(Ipv4 address) {
            return table.of(client).filter(l -> l.address().equals(address) && l.holds(now)).isPresent()
                    || table.heldFor(client, now).filter(address::equals).isPresent();
        }

        Verdict release() {
            boolean ours = request.serverId().filter(id -> !id.equals(policy().server())).isEmpty();
            Optional<Lease> lease = table.of(client)
                    .filter(l -> l.address().equals(request.ciaddr()) && l.holds(now));
            return ours && lease.isPresent()
                    ? new Verdict.Note(List.of(released(lease.get())), "the client gave its address back")
                    : new Verdict.Silent("releases an address that we did not give it");
        }
    }
}
