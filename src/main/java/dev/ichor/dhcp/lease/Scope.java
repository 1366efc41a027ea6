package dev.ichor.dhcp.lease;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One subnet whose clients we lease addresses to, local or behind a relay.
 *
 * @param subnet the subnet; a relay's giaddr in it selects it
 * @param ranges the dynamic addresses, possibly none; all inside the subnet
 * @param router option 3
 * @param dns    option 6
 * @param domain option 15, possibly empty
 * @param mtu    option 26, 68 to 65535
 */
public record Scope(Subnet subnet, List<AddressRange> ranges, Optional<Ipv4> router, List<Ipv4> dns, String domain,
                    OptionalInt mtu) {
    public Scope {
        ranges = List.copyOf(ranges);
        dns = List.copyOf(dns);
        for (AddressRange range : ranges) {
            if (!subnet.contains(range.first()) || !subnet.contains(range.last())) {
                throw new IllegalArgumentException("the range " + range + " lies outside " + subnet);
            }
        }
        if (mtu.isPresent() && (mtu.getAsInt() < 68 || mtu.getAsInt() > 65535)) {
            throw new IllegalArgumentException("an MTU lies between 68 and 65535");
        }
    }

    boolean dynamic(Ipv4 address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return usable(address);
            }
        }
        return false;
    }

    /** Neither the network's own address nor its broadcast address nor the router's. */
    boolean usable(Ipv4 address) {
        boolean edge = subnet.prefix() < 31
                && (address.equals(subnet.network()) || address.equals(subnet.broadcast()));
        return subnet.contains(address) && !edge && !router.filter(address::equals).isPresent();
    }
}
