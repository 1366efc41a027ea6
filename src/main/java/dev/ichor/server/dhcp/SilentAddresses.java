package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Free addresses about which the segment was asked ahead of time and kept silent: the offer of such a one need not
 * wait for a probe, so a new machine hears at once. Whoever claims one later takes it out. One thread.
 */
final class SilentAddresses {
    /** How many are kept; when a whole room powers on, the others wait for their probe. */
    static final int STOCK = 32;
    /** How often {@link #missing} is to be called. */
    static final Duration REFILL = Duration.ofMillis(500);
    /** A silence of that age proves nothing any more: the address is asked about again. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Map<Ipv4, Long> askedAt = new LinkedHashMap<>();
    private long refilled = Long.MIN_VALUE;

    /** True at most once in {@link #REFILL}. */
    boolean due(long nowNanos) {
        if (refilled != Long.MIN_VALUE && nowNanos - refilled < REFILL.toNanos()) {
            return false;
        }
        refilled = nowNanos;
        return true;
    }

    /** Those of the next free addresses that are to be asked about now; they count as asked. */
    List<Ipv4> missing(List<Ipv4> nextFree, long nowNanos) {
        askedAt.keySet().retainAll(nextFree);
        askedAt.values().removeIf(at -> nowNanos - at >= FRESH.toNanos());
        List<Ipv4> missing = new ArrayList<>(nextFree);
        missing.removeAll(askedAt.keySet());
        missing.forEach(address -> askedAt.put(address, nowNanos));
        return missing;
    }

    void claimed(Ipv4 address) {
        askedAt.remove(address);
    }

    /** True if the address was asked about lately, and nobody claimed it in the time that a probe waits. */
    boolean silent(Ipv4 address, long nowNanos) {
        Long at = askedAt.get(address);
        return at != null && nowNanos - at >= Probes.WAIT.toNanos() && nowNanos - at < FRESH.toNanos();
    }
}
