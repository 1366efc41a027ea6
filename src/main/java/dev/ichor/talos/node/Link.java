package dev.ichor.talos.node;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.hardware.Nic;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one link of the node shall be, in whichever form it is written.
 *
 * @param name of the alias, or of the bond
 * @param nics one, or all of the bond
 * @param bond its mode; empty for a plain NIC
 * @param dhcp whether it asks for an address
 * @param top  what it carries untagged
 * @param vlan what it carries tagged
 * @param vip  address shared with other nodes
 */
record Link(String name, List<Nic> nics, Optional<String> bond, boolean dhcp, Layer top, Optional<Vlan> vlan,
            Optional<Ipv4> vip) {
    Link {
        nics = List.copyOf(nics);
    }

    /**
     * Addresses with their prefix, and what is reached over them.
     *
     * @param mtu empty: as it is
     */
    record Layer(OptionalInt mtu, List<String> addresses, List<Route> routes) {
        static final Layer NONE = new Layer(OptionalInt.empty(), List.of(), List.of());

        Layer {
            addresses = List.copyOf(addresses);
            routes = List.copyOf(routes);
        }

        boolean isPlain() {
            return mtu.isEmpty() && addresses.isEmpty() && routes.isEmpty();
        }
    }

    /** A VLAN on the link. */
    record Vlan(int id, Layer layer) {
    }

    /** @param network empty: everything */
    record Route(Optional<String> network, Ipv4 gateway) {
    }

    /** True if Talos does all of it by itself. */
    boolean isPlain() {
        return bond.isEmpty() && dhcp && top.isPlain() && vlan.isEmpty() && vip.isEmpty();
    }
}
