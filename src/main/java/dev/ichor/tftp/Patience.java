package dev.ichor.tftp;

import java.time.Duration;

/**
 * How long a transfer waits.
 *
 * @param first how long the first packet waits for its answer, before anything is known of the way to the client;
 *              also the shortest wait that counts as a try
 * @param floor the shortest wait once the round trip has been measured
 * @param cap   the longest wait, if the client did not choose one
 * @param tries how many waits in a row of at least {@code first} may stay unanswered
 * @param total the longest time a transfer may take
 */
public record Patience(Duration first, Duration floor, Duration cap, int tries, Duration total) {
    /**
     * One second at first, as firmware expects; then by the measured round trip, but never below 20 ms; up to 5 s; six
     * tries; half an hour in all. A client that falls silent is given up after about half a minute.
     */
    public static final Patience DEFAULT = new Patience(Duration.ofSeconds(1), Duration.ofMillis(20),
            Duration.ofSeconds(5), 6, Duration.ofMinutes(30));

    public Patience {
        if (floor.isNegative() || floor.isZero() || floor.compareTo(first) > 0 || first.compareTo(cap) > 0
                || cap.compareTo(total) > 0 || tries < 1) {
            throw new IllegalArgumentException("0 < floor <= first <= cap <= total must hold, and tries be at least 1");
        }
    }
}
