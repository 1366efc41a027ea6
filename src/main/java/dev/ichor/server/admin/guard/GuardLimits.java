package dev.ichor.server.admin.guard;

import java.time.Duration;

/**
 * How much the admin plane bears.
 *
 * @param token       requests of one token
 * @param source      requests of one address, with or without a token
 * @param badTokens   wrong tokens within {@code within} that lock an address out; good ones pass even then
 * @param within      how long a wrong token counts
 * @param lockOut     how long the first lock-out lasts; each further one twice as long
 * @param longest     the longest lock-out; after as long without a wrong token the next is a first one again
 * @param sources     addresses that are remembered at most
 * @param body        bytes of a body
 */
public record GuardLimits(Rate token, Rate source, int badTokens, Duration within, Duration lockOut, Duration longest,
                          int sources, int body) {
    /** What the appliance uses. */
    public static final GuardLimits DEFAULT = new GuardLimits(new Rate(100, 400), new Rate(200, 800), 10,
            Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1), 4096, 2 << 20);

    /**
     * A token bucket.
     *
     * @param perSecond requests a second in the long run
     * @param burst     requests at once
     */
    public record Rate(int perSecond, int burst) {
    }

    /** The same with another limit of bodies. */
    public GuardLimits withBody(int bytes) {
        return new GuardLimits(token, source, badTokens, within, lockOut, longest, sources, bytes);
    }
}
