package dev.ichor.provision.explain;

import java.time.Instant;
import java.util.List;

/**
 * What is known beside the exchanges.
 *
 * @param now            the moment of the question: silence is measured up to it
 * @param proxy          true if another DHCP server of the site gives the addresses
 * @param stage          label of the machine's stage; empty if the inventory does not know it
 * @param person         true if it waits until a person decides something
 * @param reason         why it is there
 * @param foreignServers other DHCP servers on the segment that were seen to send boot options
 */
public record Situation(Instant now, boolean proxy, String stage, boolean person, String reason,
                        List<String> foreignServers) {
    public Situation {
        foreignServers = List.copyOf(foreignServers);
    }
}
