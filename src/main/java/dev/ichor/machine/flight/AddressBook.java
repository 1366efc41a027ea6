package dev.ichor.machine.flight;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which MAC last used which address: TFTP and HTTP only show addresses, DHCP shows both. Holds the latest
 * {@code capacity} addresses. Thread-safe.
 */
public final class AddressBook {
    private final Map<Ipv4, Mac> known;

    public AddressBook(int capacity) {
        this.known = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Ipv4, Mac> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Notes that the MAC uses the address from now on. */
    public synchronized void learn(Ipv4 ip, Mac mac) {
        if (!ip.isAny() && !mac.isUnusable()) {
            known.put(ip, mac);
        }
    }

    public synchronized Optional<Mac> find(Ipv4 ip) {
        return Optional.ofNullable(known.get(ip));
    }
}
