package dev.ichor.machine.flight;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import java.util.Optional;

/**
 * By what an exchange can be given to a machine; whatever of it the protocol showed. An address is only good for the
 * moment: it is turned into a MAC by {@link AddressBook} when the exchange is stored.
 */
public record Keys(Optional<Mac> mac, Optional<SystemUuid> uuid, Optional<Ipv4> ip, Optional<BootId> boot) {
    public static final Keys NONE = new Keys(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static Keys of(Mac mac) {
        return NONE.with(mac);
    }

    public static Keys of(Ipv4 ip) {
        return NONE.with(ip);
    }

    public Keys with(Mac known) {
        return new Keys(Optional.of(known), uuid, ip, boot);
    }

    public Keys with(SystemUuid known) {
        return new Keys(mac, Optional.of(known), ip, boot);
    }

    /** The address {@code 0.0.0.0} says nothing and is left out. */
    public Keys with(Ipv4 known) {
        return known.isAny() ? this : new Keys(mac, uuid, Optional.of(known), boot);
    }

    public Keys with(BootId known) {
        return new Keys(mac, uuid, ip, Optional.of(known));
    }
}
