package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import java.util.Optional;
import java.util.Set;

/** Which storage address is given next. */
public final class Addresses {
    private Addresses() {
    }

    /**
     * The lowest address of the pool that is neither taken nor was ever given; if none is left, the lowest that is not
     * taken; empty if all are, or if there is no pool. The subnet's own and its broadcast address are never given.
     *
     * @param taken by a node, whether from the pool or declared
     * @param given every address that was ever given from the pool
     */
    public static Optional<Ipv4> next(StorageNetwork network, Set<Ipv4> taken, Set<Ipv4> given) {
        if (network.pool().isEmpty()) {
            return Optional.empty();
        }
        Ipv4 last = network.pool().get().last();
        Optional<Ipv4> used = Optional.empty();
        Ipv4 address = network.pool().get().first();
        while (address.compareTo(last) <= 0) {
            if (isHost(network.subnet(), address) && !taken.contains(address)) {
                if (!given.contains(address)) {
                    return Optional.of(address);
                }
                used = used.isEmpty() ? Optional.of(address) : used;
            }
            if (address.equals(Ipv4.BROADCAST)) {
                break;
            }
            address = address.plus(1);
        }
        return used;
    }

    /** Whether a host may have the address in that subnet. In a /31 and a /32 every address is a host's (RFC 3021). */
    public static boolean isHost(Subnet subnet, Ipv4 address) {
        boolean edge = address.equals(subnet.network()) || address.equals(subnet.broadcast());
        return subnet.contains(address) && (subnet.prefix() >= 31 || !edge);
    }
}
