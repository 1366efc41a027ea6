package dev.ichor.provision;

import dev.ichor.base.Sha256;
import dev.ichor.machine.arm.Arm;
import java.time.Instant;
import java.util.List;

/**
 * A wish to arm a machine.
 *
 * @param id          of the arm that comes of it
 * @param purpose     what for
 * @param disks       serial numbers to wipe; empty for {@code INSTALL}, where the roles say which disks
 * @param fingerprint the one that whoever wishes has seen
 * @param named       serial numbers that a person typed, to give up what those disks carry
 * @param by          a person's token, or {@code policy NAME}
 * @param byPolicy    true if no person wishes it
 * @param from        the time
 * @param until       when the arm ends by itself
 */
public record ArmWish(String id, Arm.Purpose purpose, List<String> disks, Sha256 fingerprint, List<String> named,
                      String by, boolean byPolicy, Instant from, Instant until) {
    public ArmWish {
        disks = List.copyOf(disks);
        named = List.copyOf(named);
    }
}
