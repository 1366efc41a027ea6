package dev.ichor.server.admin.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses that sent wrong tokens. Too many within a window lock an address out, each time twice as long; so do those
 * that come in a lock-out. The loopback is an address like any other. The table is bounded: of more addresses, one that
 * is not locked out goes first.
 *
 * <p>Thread-safe.
 */
final class LockOuts {
    private static final int LOOKED_AT = 32;

    private final GuardLimits limits;
    private final Map<String, Sender> senders = new LinkedHashMap<>(64, 0.75f, true);

    LockOuts(GuardLimits limits) {
        this.limits = limits;
    }

    private static final class Sender {
        private Instant windowStart;
        private int bad;
        private Instant until = Instant.MIN;
        private Duration next;

        Sender(Instant now, Duration first) {
            this.windowStart = now;
            this.next = first;
        }
    }

    /** How much longer that address is locked out; empty if it is not. */
    synchronized Optional<Duration> locked(String source, Instant now) {
        Sender sender = senders.get(source);
        if (sender == null || !now.isBefore(sender.until)) {
            return Optional.empty();
        }
        Duration left = Duration.between(now, sender.until);
        if (left.compareTo(limits.longest()) > 0) {
            senders.remove(source); // the clock was set back
            return Optional.empty();
        }
        return Optional.of(left);
    }

    /** Counts a wrong token. Until when the address is locked out if it was the last that it may send; else empty. */
    synchronized Optional<Instant> bad(String source, Instant now) {
        Sender sender = senders.computeIfAbsent(source, key -> new Sender(now, limits.lockOut()));
        if (isPast(sender, now)) {
            sender.next = limits.lockOut();
        }
        if (!now.isBefore(sender.windowStart.plus(limits.within())) || now.isBefore(sender.windowStart)) {
            sender.windowStart = now;
            sender.bad = 0;
        }
        sender.bad++;
        Optional<Instant> until = Optional.empty();
        if (sender.bad >= limits.badTokens()) {
            sender.until = now.plus(sender.next);
            sender.next = shorter(sender.next.multipliedBy(2), limits.longest());
            sender.bad = 0;
            until = Optional.of(sender.until);
        }
        shrink(now);
        return until;
    }

    private boolean isPast(Sender sender, Instant now) {
        return !sender.until.equals(Instant.MIN) && now.isAfter(sender.until.plus(limits.longest()));
    }

    private void shrink(Instant now) {
        if (senders.size() <= limits.sources()) {
            return;
        }
        Iterator<Map.Entry<String, Sender>> oldest = senders.entrySet().iterator();
        for (int i = 0; i < LOOKED_AT && oldest.hasNext(); i++) {
            if (!now.isBefore(oldest.next().getValue().until)) {
                oldest.remove();
                return;
            }
        }
        Iterator<String> any = senders.keySet().iterator();
        any.next();
        any.remove();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    synchronized int size() {
        return senders.size();
    }
}
