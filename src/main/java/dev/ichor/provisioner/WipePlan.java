package dev.ichor.provisioner;

import dev.ichor.base.Sha256;
import dev.ichor.machine.arm.ArmedDisk;
import java.util.List;

/**
 * What an agent is told to erase.
 *
 * @param arm         id of the arm
 * @param fingerprint the latest of this boot: the agent compares each disk with what it read for that one
 * @param disks       those left to erase, each with its number in the arm, from 0
 */
public record WipePlan(String arm, Sha256 fingerprint, List<Item> disks) {
    public WipePlan {
        disks = List.copyOf(disks);
    }

    /** A disk and its number. */
    public record Item(int number, ArmedDisk disk) {
    }
}
