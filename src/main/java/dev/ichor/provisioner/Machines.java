package dev.ichor.provisioner;

import dev.ichor.base.Sha256;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Place;
import dev.ichor.provision.Reason;
import dev.ichor.provisioner.access.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people and programs may ask of the inventory's machines, and the orders they may give. */
public interface Machines {
    /**
     * Machines that fit the query, in its order.
     *
     * @throws BadCursor if its cursor is not of a page before of the same query
     */
    Page page(Query query);

    /**
     * How many machines fit the query; its order, cursor and limit do not matter. Looks at each of them, so it takes
     * longer the more there are, as {@link #page} does not.
     */
    long count(Query query);

    /** A cursor that no page of the query gave; the message is one sentence for people. */
    final class BadCursor extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadCursor() {
            super("this cursor is not of a page of the same query: begin with the first page, without a cursor");
        }
    }

    /** The machine of that id, MAC, UUID, node's name or (if only one has it) serial number. */
    Optional<View> find(String key);

    /** Events after the sequence number {@code after}, oldest first; of one machine or of all. */
    List<Event> events(Optional<MachineId> machine, long after, int limit);

    /** The sequence number of the last event; 0 if there is none. */
    long lastEvent();

    /** The machine's fingerprints, newest first. */
    List<Snapshot> fingerprints(MachineId machine);

    /** The raw archive that a fingerprint was read from; empty if there is none of that hash. */
    Optional<byte[]> raw(Sha256 fingerprint);

    /**
     * Leaves an order for the machine's agent.
     *
     * @return the line to show: what will happen, or why nothing will
     */
    String order(MachineId machine, Order order, Caller by);

    /** What an agent can be told to do. {@code BOOT_ON}: leave the agent and boot the local disk. */
    enum Order { WAIT, REBOOT, POWEROFF, BOOT_ON, READ }

    /** Called after each event that is written; close it to hear no more. Runs on any thread and must be quick. */
    Subscription subscribe(Runnable news);

    /** A wish to be told. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Which machines, and in which order. Empty conditions hold for all.
     *
     * @param stage   label of the stage
     * @param cluster name of the cluster
     * @param zone    of the node
     * @param text    is part of id, serial number, product, node name, a MAC, or a disk's serial number; without case
     * @param person  true: only those that wait for a person
     * @param sort    by what
     * @param down    descending
     * @param cursor  of the page before; empty for the first
     * @param limit   1 to 1000
     */
    record Query(Optional<String> stage, Optional<String> cluster, Optional<String> zone, Optional<String> text,
                 boolean person, Sort sort, boolean down, Optional<String> cursor, int limit) {
        public static final Query ALL = new Query(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), false, Sort.FIRST_SEEN, false, Optional.empty(), 1000);

        /** By what machines are sorted; ties by id. */
        public enum Sort { FIRST_SEEN, LAST_EVIDENCE, SERIAL, NODE, STAGE }
    }

    /** Machines of a page, and the cursor of the next; empty if this is the last. */
    record Page(List<Row> machines, Optional<String> next) {
        public Page {
            machines = List.copyOf(machines);
        }
    }

    /**
     * A machine in a list: what can be told without reading its fingerprint.
     *
     * @param reason why it is where it is
     * @param person true if it waits for a person
     * @param armed  until when; empty if it is not
     */
    record Row(MachineId id, Identity identity, String stage, Reason reason, boolean person, Optional<Place> place,
               Optional<Instant> armed, String serial, String product, String firmware, int disks, long diskBytes,
               int nics, long turn, Instant firstSeen, Instant lastSeen) {
    }

    /**
     * A machine as people see it.
     *
     * @param row         as in a list
     * @param machine     all that is known of it
     * @param fingerprint the latest
     */
    record View(Row row, Machine machine, Optional<Snapshot> fingerprint) {
        public MachineId id() {
            return row.id();
        }
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
