package dev.ichor.dhcp.lease;

import dev.ichor.base.Ipv4;
import java.time.Instant;

/**
 * An address and who has, or last had, it.
 *
 * @param client   the holder; for a quarantined address the one that found the conflict
 * @param hostName option 12 as the client sent it, printable, possibly empty
 * @param since    when this client first got the address
 * @param expires  when it becomes free for others
 */
public record Lease(Ipv4 address, ClientKey client, String hostName, Instant since, Instant expires, State state) {
    /** RELEASED is kept so that the client gets its old address back. */
    public enum State { ACTIVE, RELEASED, QUARANTINED }

    /** True while nobody else may have the address. */
    public boolean holds(Instant now) {
        return state != State.RELEASED && expires.isAfter(now);
    }
}
