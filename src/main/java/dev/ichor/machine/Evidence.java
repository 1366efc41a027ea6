package dev.ichor.machine;

import dev.ichor.base.Sha256;
import java.time.Instant;

/**
 * The latest fingerprint of a machine.
 *
 * @param boot        the boot that took it; boot ids of later boots are greater as text
 * @param fingerprint hash of the raw archive
 * @param at          when it was accepted
 */
public record Evidence(BootId boot, Sha256 fingerprint, Instant at) {
    /** True if {@code other} is a boot from before this evidence, so that it is over. */
    public boolean overtakes(BootId other) {
        return other.isBefore(boot);
    }
}
