package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The network that carries Mayastor's traffic.
 *
 * @param subnet where it is
 * @param vlan   1 to 4094; empty if untagged
 * @param mtu    of the nodes' interfaces; 9000 unless the switches can do less
 * @param pool   addresses for nodes that declare none; empty if each node declares its own
 */
public record StorageNetwork(Subnet subnet, OptionalInt vlan, int mtu, Optional<Pool> pool) {
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
