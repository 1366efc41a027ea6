package dev.ichor.provisioner;

import dev.ichor.machine.arm.ArmedDisk;

/**
 * What an agent says about one disk of an arm.
 *
 * @param arm     id of the arm
 * @param number  the disk's number in it
 * @param state   how far; {@link ArmedDisk.State#UNTOUCHED} is never said
 * @param percent for {@code STARTED}: 0 to 100
 * @param note    method, or why not; for people
 */
public record Receipt(String arm, int number, ArmedDisk.State state, int percent, String note) {
}
