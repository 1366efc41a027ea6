package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import java.util.Optional;

/** What comes to the desk. */
sealed interface Item {
    record Packet(Incoming in) implements Item {
    }

    record Claimed(Ipv4 address, Mac by) implements Item {
    }

    record FollowedUp(Optional<Mac> machine, Ipv4 address) implements Item {
    }
}
