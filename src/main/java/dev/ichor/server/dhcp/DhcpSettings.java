package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.dhcp.lease.LeasePolicy;
import dev.ichor.dhcp.lease.Scope;
import dev.ichor.provision.BootPlaces;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All that the DHCP server is told.
 *
 * @param interfaceName  the one interface to hear and answer on
 * @param server         its IPv4 address: server identifier, next server, host of every URL
 * @param httpPort       the boot plane's port
 * @param scopes         full mode: the subnets to lease from, the local one among them
 * @param reservations   full mode: fixed addresses by MAC
 * @param leaseTime      full mode: option 51
 * @param authoritative  full mode: refuse clients whose address we do not know
 * @param conflictProbe  full mode: ask by ARP before a new address is offered
 */
public record DhcpSettings(Mode mode, String interfaceName, Ipv4 server, int httpPort, List<Scope> scopes,
                           Map<Mac, Ipv4> reservations, Duration leaseTime, boolean authoritative,
                           boolean conflictProbe) {
    /** How long an offered address waits for its request. */
    static final Duration OFFER_HOLD = Duration.ofSeconds(30);
    /** How long an address rests after a conflict. */
    static final Duration QUARANTINE = Duration.ofMinutes(30);
    private static final int LONGEST_INTERFACE_NAME = 15;

    /** What the server does. */
    public enum Mode {
        /** Beside the site's DHCP: boot answers for PXE and HTTP-boot clients only, no leases, no refusals. */
        PROXY,
        /** The only DHCP server of an isolated network. */
        FULL,
        OFF
    }

    public DhcpSettings {
        scopes = List.copyOf(scopes);
        reservations = Map.copyOf(reservations);
        if (interfaceName.isEmpty() || interfaceName.length() > LONGEST_INTERFACE_NAME) {
            throw new IllegalArgumentException("an interface name has 1 to 15 characters");
        }
    }

    /** Settings of proxy mode, which needs no leases. */
    public static DhcpSettings proxy(String interfaceName, Ipv4 server, int httpPort) {
        return new DhcpSettings(Mode.PROXY, interfaceName, server, httpPort, List.of(), Map.of(),
                Duration.ofHours(1), false, false);
    }

    /** Everything that is wrong between the values; each alone is checked by its type. */
    public List<Problem> problems() {
        Problems found = new Problems();
        if (mode == Mode.FULL) {
            fullMode(found);
        }
        return found.list();
    }

    private void fullMode(Problems found) {
        if (scopes.stream().noneMatch(scope -> scope.subnet().contains(server))) {
            found.add("dhcp.subnet", "no subnet holds the server's address " + server,
                    "Give the subnet of " + interfaceName);
        }
        for (Scope scope : scopes) {
            if (scope.ranges().isEmpty() && reservations.values().stream().noneMatch(scope.subnet()::contains)) {
                found.add("dhcp.pool", "the subnet " + scope.subnet() + " has neither a pool nor reservations",
                        "Add a range of free addresses");
            }
            if (scope.dns().size() > 8) {
                found.add("dhcp.dns", "more than eight DNS servers", "Name two or three");
            }
        }
        reservations.forEach((mac, address) -> {
            if (scopes.stream().noneMatch(scope -> scope.subnet().contains(address))) {
                found.add("dhcp.reservations." + mac, address + " lies in no subnet", "Use an address of the subnet");
            }
            if (address.equals(server)) {
                found.add("dhcp.reservations." + mac, address + " is the appliance's own address",
                        "Use another address");
            }
        });
        if (reservations.values().stream().distinct().count() != reservations.size()) {
            found.add("dhcp.reservations", "two machines have the same address", "Give each its own");
        }
    }

    LeasePolicy policy() {
        return new LeasePolicy(server, scopes, reservations, leaseTime, OFFER_HOLD, QUARANTINE, authoritative);
    }

    BootPlaces places() {
        return new BootPlaces(server, httpPort);
    }
}
