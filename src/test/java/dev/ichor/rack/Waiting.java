package dev.ichor.rack;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting for a condition, with a deadline. */
public final class Waiting {
    private static final long STEP_MILLIS = 50;

    private Waiting() {
    }

    /** The first present answer within {@code limit}; asked every 50 ms. Empty when the time is over. */
    public static <T> Optional<T> until(Duration limit, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent() || System.nanoTime() - end >= 0) {
                return answer;
            }
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RackFailure("interrupted while waiting", e);
            }
        }
    }
}
