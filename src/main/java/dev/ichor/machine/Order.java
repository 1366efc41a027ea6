package dev.ichor.machine;

import java.time.Duration;
import java.time.Instant;

/**
 * What a person told the agent of a machine to do. An order is meant for one boot and lives for a short time, so that
 * nobody is surprised by an order given yesterday, and a machine that obeyed does not obey again after its reboot.
 *
 * @param number the machine's {@link Machine#turn() turn} in which it was given
 * @param kind   what to do
 * @param boot   the boot it is meant for
 * @param given  when
 * @param until  when it ends
 * @param by     who gave it
 */
public record Order(long number, Kind kind, BootId boot, Instant given, Instant until, String by) {
    /** How long an order lives: enough for the slowest firmware to come round to the boot script again. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    public Order {
        if (number < 1 || !until.isAfter(given)) {
            throw new IllegalArgumentException("an order has a number from 1 and ends after it was given");
        }
    }

    /**
     * What an agent can be told to do; the label is the word on the wire. A person orders the first five;
     * {@code WIPE} follows from a live arm alone.
     */
    public enum Kind {
        WAIT("wait"), REBOOT("reboot"), POWEROFF("poweroff"), BOOT_ON("boot-on"),
        /** Read the hardware anew and deliver the fingerprint, without a restart. */
        READ("read"),
        /** Erase the disks that the live arm names. */
        WIPE("wipe");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public boolean isLive(Instant now) {
        return now.isBefore(until);
    }

    /** True if {@code asking} is the agent that this order is for. */
    public boolean isFor(BootId asking, Instant now) {
        return boot.equals(asking) && isLive(now);
    }
}
