package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import java.util.List;
import java.util.Optional;

/**
 * The network on which nodes are reached and Kubernetes talks; the NICs that the machines booted from are in it.
 *
 * @param subnet      the kubelet takes its node address from it; empty: Talos chooses
 * @param gateway     of nodes with a static address
 * @param nameservers of all nodes; empty: what DHCP says
 * @param timeServers names or addresses; empty: Talos's own, which needs internet
 * @param vip         address that the control planes share
 */
public record Management(Optional<Subnet> subnet, Optional<Ipv4> gateway, List<Ipv4> nameservers,
                         List<String> timeServers, Optional<Ipv4> vip) {
    public static final Management NONE = new Management(Optional.empty(), Optional.empty(), List.of(), List.of(),
            Optional.empty());

    public Management {
        nameservers = List.copyOf(nameservers);
        timeServers = List.copyOf(timeServers);
    }
}
