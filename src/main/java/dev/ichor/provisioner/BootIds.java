package dev.ichor.provisioner;

import dev.ichor.machine.BootId;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Gives boot ids: 42 bits of milliseconds since 2020 and 22 random bits, always greater than the one before, even when
 * the clock was set back. So of two boots the later is known without a table. Thread-safe.
 */
final class BootIds {
    private static final long YEAR_2020 = 1_577_836_800_000L;
    private static final int RANDOM_BITS = 22;

    private final InstantSource clock;
    private final LongSupplier random;
    private long last;

    /** @param last the greatest id that was given before; empty text if none */
    BootIds(InstantSource clock, LongSupplier random, String last) {
        this.clock = clock;
        this.random = random;
        this.last = last.isEmpty() ? 0 : Long.parseUnsignedLong(last, 16);
    }

    synchronized BootId next() {
        long noise = random.getAsLong() >>> (64 - RANDOM_BITS);
        long candidate = clock.millis() - YEAR_2020 << RANDOM_BITS | noise;
        last = Long.compareUnsigned(candidate, last) > 0 ? candidate : last + 1;
        return BootId.of(last);
    }

    /** False for ids that nobody gave: greater ones would shut out every later boot of a machine. */
    synchronized boolean mayBeOurs(BootId boot) {
        return Long.compareUnsigned(Long.parseUnsignedLong(boot.text(), 16), last) <= 0;
    }
}
