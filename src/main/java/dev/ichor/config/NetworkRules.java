package dev.ichor.config;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Problems;
import dev.ichor.base.Subnet;

/** What the DHCP settings must obey on a given network. */
public final class NetworkRules {
    private NetworkRules() {
    }

    /** Where a finding goes. */
    @FunctionalInterface
    interface Sink {
        void add(Key<?> key, String what, String mend);
    }

    /** Checks the settings against the address that the interface turned out to have. */
    public static void check(Cidr own, ApplianceConfig.Dhcp dhcp, Problems problems) {
        check(own, dhcp, (key, what, mend) -> problems.add(key.path(), what, mend));
    }

    static void check(Cidr own, ApplianceConfig.Dhcp dhcp, Sink sink) {
        if (dhcp.mode() != ApplianceConfig.Mode.FULL) {
            return;
        }
        Subnet subnet = own.subnet();
        dhcp.pool().ifPresent(pool -> {
            if (!isHost(subnet, pool.first()) || !isHost(subnet, pool.last())) {
                sink.add(Keys.DHCP_POOL, "the pool " + pool + " is not within the hosts of " + subnet,
                        "Choose addresses of " + subnet);
            }
            if (pool.first().compareTo(own.address()) <= 0 && own.address().compareTo(pool.last()) <= 0) {
                sink.add(Keys.DHCP_POOL, "the pool " + pool + " holds the appliance's own address " + own.address(),
                        "Leave that address out");
            }
        });
        dhcp.reservations().forEach((mac, ip) -> {
            if (!isHost(subnet, ip) || ip.equals(own.address())) {
                sink.add(Keys.DHCP_RESERVATIONS, "the reservation " + ip + " for " + mac + " is not a free host of "
                        + subnet, "Choose another address of " + subnet);
            }
        });
        dhcp.router().filter(router -> !subnet.contains(router)).ifPresent(router -> sink.add(
                Keys.DHCP_ROUTER, "the router " + router + " is not within " + subnet, "Machines could not reach it"));
    }

    private static boolean isHost(Subnet subnet, Ipv4 address) {
        return subnet.contains(address) && !address.equals(subnet.network()) && !address.equals(subnet.broadcast());
    }
}
