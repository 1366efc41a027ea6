package dev.ichor.provisioner;

import dev.ichor.base.Sha256;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Identity;
import dev.ichor.machine.MachineId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people and programs may ask of the inventory's machines, and the orders they may give. */
public interface Machines {
    /** All machines, oldest first. */
    List<View> list();

    /** The machine of that id, MAC, UUID or (if only one has it) serial number. */
    Optional<View> find(String key);

    /** Events after the sequence number {@code after}, oldest first; of one machine or of all. */
    List<Event> events(Optional<MachineId> machine, long after, int limit);

    /** The machine's fingerprints, newest first. */
    List<Snapshot> fingerprints(MachineId machine);

    /** The raw archive that a fingerprint was read from; empty if there is none of that hash. */
    Optional<byte[]> raw(Sha256 fingerprint);

    /**
     * Leaves an order for the machine's agent.
     *
     * @return the line to show: what will happen, or why nothing will
     */
    String order(MachineId machine, Order order, String by);

    /** What an agent can be told to do. {@code BOOT_ON}: leave the agent and boot the local disk. */
    enum Order { WAIT, REBOOT, POWEROFF, BOOT_ON }

    /**
     * A machine as people see it.
     *
     * @param stage       label of the stage, e.g. {@code discovered}, {@code held}
     * @param reason      why it is there and what it waits for
     * @param fingerprint the latest
     */
    record View(MachineId id, Identity identity, String stage, String reason, Instant firstSeen, Instant lastSeen,
                Optional<Snapshot> fingerprint) {
    }

    /**
     * A stored fingerprint.
     *
     * @param hash       of the raw archive
     * @param difference lines that say what changed since the one before; empty for the first
     */
    record Snapshot(Sha256 hash, Instant taken, Fingerprint fingerprint, List<String> difference) {
        public Snapshot {
            difference = List.copyOf(difference);
        }
    }

    /** One line of a machine's history. */
    record Event(long sequence, MachineId machine, Instant at, String kind, String text) {
    }
}
