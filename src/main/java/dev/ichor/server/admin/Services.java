package dev.ichor.server.admin;

import dev.ichor.assets.Asset;
import dev.ichor.dhcp.lease.Lease;
import dev.ichor.provisioner.Arming;
import dev.ichor.provisioner.Declarations;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.access.Audit;
import dev.ichor.provisioner.access.Repeats;
import dev.ichor.provisioner.access.Tokens;
import dev.ichor.provisioner.access.Webhooks;
import dev.ichor.provisioner.handoff.HandoffDesk;
import dev.ichor.provisioner.talos.TalosDesk;
import dev.ichor.server.admin.api.Health;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the admin plane tells of and acts on; all of it thread-safe.
 *
 * @param proxy          whether another DHCP server gives the addresses
 * @param foreignServers other DHCP servers that send boot options, as last seen
 * @param health         the appliance's components
 */
public record Services(Machines machines, Arming arming, Declarations declarations, TalosDesk talos,
                       HandoffDesk handoff, Tokens tokens, Repeats repeats, Audit audit, Webhooks webhooks,
                       Flights flights, Supplier<List<Lease>> leases,
                       Supplier<Collection<Asset>> assets, Supplier<List<Health.Component>> health, boolean proxy,
                       Supplier<List<String>> foreignServers, InstantSource clock) {
}
