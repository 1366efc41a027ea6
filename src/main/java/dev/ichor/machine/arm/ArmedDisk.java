package dev.ichor.machine.arm;

import dev.ichor.machine.hardware.DiskId;

/**
 * One disk of an arm.
 *
 * @param disk    which
 * @param model   for people
 * @param role    what for; {@link DiskRole#IGNORE} if it is only wiped
 * @param carries what was on it when it was armed, for people: shown before and recorded after
 * @param erase   true if the agent erases it; false for a blank disk that is only installed on
 * @param state   how far that is
 * @param note    the agent's last word about it; empty before
 */
public record ArmedDisk(DiskId disk, String model, DiskRole role, String carries, boolean erase, State state,
                        String note) {
    /** How far the erasing of a disk is. */
    public enum State {
        /** Nothing was written. */
        UNTOUCHED,
        /** The agent said that it begins: from here on its contents may be anything. */
        STARTED,
        /** The agent's receipt says that it is erased. */
        ERASED,
        /** The agent refused before it wrote anything: identity or contents were not as armed. */
        REFUSED,
        /** The agent began and could not end. */
        FAILED
    }

    public boolean isToBeErased() {
        return erase && (state == State.UNTOUCHED || state == State.STARTED);
    }

    ArmedDisk in(State next, String word) {
        return new ArmedDisk(disk, model, role, carries, erase, next, word);
    }
}
