package dev.ichor.tftp;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The wait before a retransmission. It follows the measured round trip as TCP's does (RFC 6298), and by Karn's rule
 * keeps a doubled wait until a packet that was sent once has been answered: a firmware that is slower than the wait
 * thus gets one packet twice, not every packet. If the client chose a timeout, that is the wait, always.
 */
final class RetransmitTimer {
    private final boolean chosen;
    private final long first;
    private final long floor;
    private final long cap;
    private final int tries;
    private long smoothed = -1;
    private long variation;
    private long wait;
    private int unanswered;

    RetransmitTimer(Patience patience, OptionalInt chosenSeconds) {
        chosen = chosenSeconds.isPresent();
        first = chosen ? Duration.ofSeconds(chosenSeconds.getAsInt()).toNanos() : patience.first().toNanos();
        floor = patience.floor().toNanos();
        cap = chosen ? first : patience.cap().toNanos();
        tries = patience.tries();
        wait = first;
    }

    /** Nanoseconds to wait for an answer to what is sent now. */
    long waitNanos() {
        return wait;
    }

    /** No wait is shorter than this, in nanoseconds. */
    long shortestNanos() {
        return floor;
    }

    /** An answer came to a packet that was sent once. */
    void measured(long nanos) {
        if (smoothed < 0) {
            smoothed = nanos;
            variation = nanos / 2;
        } else if (nanos > smoothed) {
            variation += (nanos - smoothed - variation) / 4;
            smoothed += (nanos - smoothed) / 8;
        } else {
            // The first answers of a rack that powers on are slow; without haste downwards they would set the pace.
            variation -= variation / 4;
            smoothed += (nanos - smoothed) / 4;
        }
        if (!chosen) {
            wait = Math.clamp(smoothed + 4 * variation, floor, cap);
        }
    }

    /** The client has moved on, so it lives. Before any measurement one loss must not slow down what follows. */
    void progressed() {
        unanswered = 0;
        if (smoothed < 0) {
            wait = first;
        }
    }

    /** The wait is over without an answer; true if it was the last. Waits below the first one are extra tries. */
    boolean exhausted() {
        if (wait >= first) {
            unanswered++;
        }
        wait = Math.min(cap, wait * 2);
        return unanswered >= tries;
    }
}
