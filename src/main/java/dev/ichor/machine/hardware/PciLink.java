package dev.ichor.machine.hardware;

import java.util.OptionalInt;

/**
 * A PCI function and its link.
 *
 * @param address      {@code 0000:01:00.0}
 * @param speed        current speed in tenths of GT/s (8.0 GT/s is 80)
 * @param width        current lanes
 * @param maximumSpeed in tenths of GT/s
 * @param maximumWidth lanes
 */
public record PciLink(String address, OptionalInt speed, OptionalInt width, OptionalInt maximumSpeed,
                      OptionalInt maximumWidth) {
    /** True if the link runs slower or narrower than the device could. */
    public boolean isDegraded() {
        return below(speed, maximumSpeed) || below(width, maximumWidth);
    }

    private static boolean below(OptionalInt now, OptionalInt maximum) {
        return now.isPresent() && maximum.isPresent() && now.getAsInt() < maximum.getAsInt();
    }
}
