package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The network that carries Mayastor's traffic.
 *
 * @param subnet where it is
 * @param vlan   1 to 4094; empty if untagged
 * @param mtu    of the nodes' interfaces; 9000 unless the switches can do less
 * @param pool   addresses for nodes that declare none; empty if each node declares its own
 * @param link   which NICs carry it
 * @param bond   mode of the bond, e.g. {@code 802.3ad}; of no meaning without one
 * @param routes to other networks over this one
 */
public record StorageNetwork(Subnet subnet, OptionalInt vlan, int mtu, Optional<Pool> pool, Link link, String bond,
                             List<Route> routes) {
    public StorageNetwork {
        routes = List.copyOf(routes);
    }

    /** The NICs as they come, no bond, no routes. */
    public StorageNetwork(Subnet subnet, OptionalInt vlan, int mtu, Optional<Pool> pool) {
        this(subnet, vlan, mtu, pool, Link.AUTO, BOND, List.of());
    }

    /** The mode of a bond if nothing is said. */
    public static final String BOND = "802.3ad";

    /** The modes of the Linux bonding driver. */
    private static final List<String> BONDS = List.of("balance-rr", "active-backup", "balance-xor", "broadcast", BOND,
            "balance-tlb", "balance-alb");

    /** @throws Malformed if there is no such mode of a bond */
    public static String bond(String text) throws Malformed {
        if (!BONDS.contains(text)) {
            throw new Malformed("unknown mode of a bond (known: " + String.join(", ", BONDS) + ")");
        }
        return text;
    }

    /** Which NICs of a machine carry the storage network, where its node does not say. */
    public enum Link {
        /** {@code SEPARATE} if the machine has a NIC with a link beside the one it booted from, else {@code SHARED}. */
        AUTO,
        /** The NIC that the machine booted from. */
        SHARED,
        /** The fastest other NIC with a link. */
        SEPARATE,
        /** All other NICs of the greatest speed with a link, bonded; at least two. */
        BOND
    }

    /** A network that is reached over a router of the storage network. */
    public record Route(Subnet network, Ipv4 gateway) {
    }

    /** The MTU if nothing is said. */
    public static final int MTU = 9000;

    /** Addresses from {@code first} to {@code last}, both given out. */
    public record Pool(Ipv4 first, Ipv4 last) {
        /** How many. */
        public long size() {
            return Integer.toUnsignedLong(last.bits()) - Integer.toUnsignedLong(first.bits()) + 1;
        }

        /** Whether some address is in both. */
        public boolean overlaps(Pool other) {
            return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }
}
