package dev.ichor.dhcp.lease;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator settles about leases.
 *
 * @param server        our own address, never leased
 * @param scopes        the subnets served; the one that holds {@code server} is the local one
 * @param reservations  fixed addresses by MAC
 * @param leaseTime     option 51; T1 is half of it and T2 seven eighths (RFC 2131 section 4.4.5)
 * @param offerHold     how long an offered address waits for its request
 * @param quarantine    how long an address rests after a conflict
 * @param authoritative true if we are the only DHCP server: then clients with foreign addresses are refused at once
 */
public record LeasePolicy(Ipv4 server, List<Scope> scopes, Map<Mac, Ipv4> reservations, Duration leaseTime,
                          Duration offerHold, Duration quarantine, boolean authoritative) {
    private static final int LINK_SELECTION = 5;

    public LeasePolicy {
        scopes = List.copyOf(scopes);
        reservations = Map.copyOf(reservations);
        if (leaseTime.compareTo(Duration.ofSeconds(10)) < 0 || leaseTime.compareTo(Duration.ofDays(3650)) > 0) {
            throw new IllegalArgumentException("a lease lasts between 10 seconds and ten years");
        }
        if (new HashMap<>(reservations).values().stream().distinct().count() != reservations.size()) {
            throw new IllegalArgumentException("two machines have the same reserved address");
        }
    }

    /**
     * The subnet a client stands in: by the relay's link selection (RFC 3527) or giaddr, by the address it renews,
     * or else the local one.
     */
    Optional<Scope> scopeOf(DhcpMessage request) {
        if (request.relayed()) {
            return scopeOf(linkSelection(request).orElse(request.giaddr()));
        }
        return request.ciaddr().isAny() ? scopeOf(server) : scopeOf(request.ciaddr()).or(() -> scopeOf(server));
    }

    Optional<Scope> scopeOf(Ipv4 address) {
        return scopes.stream().filter(scope -> scope.subnet().contains(address)).findFirst();
    }

    private static Optional<Ipv4> linkSelection(DhcpMessage request) {
        byte[] relay = request.options().bytes(Code.RELAY_AGENT).orElse(new byte[0]);
        int at = 0;
        while (at + 2 <= relay.length && at + 2 + (relay[at + 1] & 0xFF) <= relay.length) {
            int length = relay[at + 1] & 0xFF;
            if (relay[at] == LINK_SELECTION && length == 4) {
                return Optional.of(Ipv4.of(Arrays.copyOfRange(relay, at + 2, at + 6)));
            }
            at += 2 + length;
        }
        return Optional.empty();
    }

    /** True if the address may be leased to that client at all, whoever has it now. */
    boolean permits(Scope scope, ClientKey client, Ipv4 address) {
        if (address.equals(server) || !scope.usable(address)) {
            return false;
        }
        Optional<Mac> owner = ownerOf(address);
        return owner.isPresent() ? owner.equals(client.mac()) : scope.dynamic(address);
    }

    boolean reserved(Ipv4 address) {
        return reservations.containsValue(address);
    }

    private Optional<Mac> ownerOf(Ipv4 address) {
        if (!reservations.containsValue(address)) {
            return Optional.empty();
        }
        return reservations.entrySet().stream().filter(e -> e.getValue().equals(address)).map(Map.Entry::getKey)
                .findFirst();
    }
}
