package dev.ichor.client.handoff;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a run waits.
 *
 * @param clock what time it is
 * @param pause waits
 * @param every between two looks
 * @param most  how long each wait takes at most, whatever the step allows
 */
public record Pace(InstantSource clock, Pause pause, Duration every, Duration most) {
    /** Looks every 3 seconds, and waits as long as the steps allow. */
    public static Pace usual(InstantSource clock) {
        return new Pace(clock, Thread::sleep, Duration.ofSeconds(3), Duration.ofDays(1));
    }

    /** As the step allows, or less. */
    Duration patience(Duration allowed) {
        return allowed.compareTo(most) < 0 ? allowed : most;
    }

    /** Waits some milliseconds. */
    @FunctionalInterface
    public interface Pause {
        void millis(long millis) throws InterruptedException;
    }
}
