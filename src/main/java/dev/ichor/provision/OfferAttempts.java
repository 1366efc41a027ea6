package dev.ichor.provision;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one machine's firmware did with our offers so far, and so which it gets next (quirks D6 and D7).
 *
 * <p>Each variant is offered twice; when nothing follows, the other gets its turn, and so on round about. A variant
 * that once worked is preferred, and gets four tries. DISCOVERs within a second of each other count once: they are
 * retransmissions that crossed our answer.
 *
 * @param preferred what this machine followed up before, if anything
 * @param current   what was offered last
 * @param fruitless DISCOVERs in a row answered with {@code current}, without any follow-up
 * @param last      when the last DISCOVER was counted
 */
public record OfferAttempts(Optional<OfferVariant> preferred, OfferVariant current, int fruitless, Instant last) {
    static final int TRIES = 2;
    static final int TRIES_OF_PREFERRED = 4;
    private static final Duration SAME = Duration.ofSeconds(1);
    /** After this the machine was surely power-cycled or gave up: counting starts over. */
    private static final Duration FRESH = Duration.ofMinutes(30);

    /**
     * Nothing known but what was remembered.
     *
     * @param usual what firmware of this kind wants
     */
    public static OfferAttempts start(Optional<OfferVariant> remembered, OfferVariant usual) {
        return new OfferAttempts(remembered, remembered.orElse(usual), 0, Instant.EPOCH);
    }

    /** A DISCOVER came; {@link #current} of the result is what to offer. */
    public OfferAttempts discovered(Instant now) {
        if (now.isBefore(last.plus(SAME))) {
            return this;
        }
        if (last.plus(FRESH).isBefore(now)) {
            return new OfferAttempts(preferred, preferred.orElse(current), 1, now);
        }
        int allowed = preferred.filter(p -> p == current).isPresent() ? TRIES_OF_PREFERRED : TRIES;
        return fruitless < allowed ? new OfferAttempts(preferred, current, fruitless + 1, now)
                : new OfferAttempts(preferred, current.other(), 1, now);
    }

    /** The machine asked port 4011: it heard us, but has not loaded anything yet. */
    public OfferAttempts heard() {
        return new OfferAttempts(preferred, current, 0, last);
    }

    /** The machine fetched its boot file: the current variant works for it. */
    public OfferAttempts worked() {
        return new OfferAttempts(Optional.of(current), current, 0, last);
    }

    /** True when both variants were ignored: only full mode with its single complete offer is left (D8). */
    public boolean exhausted() {
        return fruitless >= TRIES && preferred.isEmpty();
    }
}
