package dev.ichor.server.admin.api;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.dhcp.lease.Lease;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** An address and who has, or last had, it. */
@About("An address and who has, or last had, it.")
public record LeaseView(
        @About("The address.") Ipv4 address,
        @About("The client as DHCP names it.") String client,
        @About("Its MAC, if the client is one.") Optional<Mac> mac,
        @About("Host name as the client sent it; may be empty.") String hostName,
        @About(value = "How it stands.", words = {"active", "expired", "released", "quarantined"}) String state,
        @About("When this client first got the address.") Instant since,
        @About("When it becomes free for others.") Instant expires) {
    public static LeaseView of(Lease lease, Instant now) {
        String state = lease.state() == Lease.State.ACTIVE && !lease.holds(now) ? "expired"
                : lease.state().name().toLowerCase(Locale.ROOT);
        return new LeaseView(lease.address(), lease.client().text(), lease.client().mac(), lease.hostName(), state,
                lease.since(), lease.expires());
    }
}
