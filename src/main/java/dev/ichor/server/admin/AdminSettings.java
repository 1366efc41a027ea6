package dev.ichor.server.admin;

import dev.ichor.base.Ipv4;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the admin plane listens and what it tells of its surroundings.
 *
 * @param address        to listen on
 * @param port           0 takes a free one
 * @param proxy          whether another DHCP server gives the addresses
 * @param foreignServers other DHCP servers that send boot options, as last seen
 * @param notReady       why the appliance is not ready, in sentences; empty when it is
 */
public record AdminSettings(Ipv4 address, int port, boolean proxy, Supplier<List<String>> foreignServers,
                            Supplier<List<String>> notReady) {
}
