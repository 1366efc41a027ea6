package dev.ichor.assets.fetch;

import java.time.Duration;
import java.util.Optional;

/** How one request for a file ended, when it did not fail for good. */
sealed interface Outcome {
    /** All bytes are here; {@code resumed} if some came with earlier requests. */
    record Whole(boolean resumed) implements Outcome {
    }

    /** Worth another try, not before {@code notBefore} if the server said so. */
    record Broken(String why, Optional<Duration> notBefore) implements Outcome {
        Broken(String why) {
            this(why, Optional.empty());
        }
    }

    /** The server has no such file. */
    record Missing(int status) implements Outcome {
    }
}
