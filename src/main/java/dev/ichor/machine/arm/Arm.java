package dev.ichor.machine.arm;

import dev.ichor.base.Sha256;
import dev.ichor.machine.hardware.DiskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A permission to overwrite exactly these disks of one machine, once, until a time.
 *
 * @param id          names it in the API, the log and the agent's receipts: {@code a-} and 10 hexadecimal digits
 * @param purpose     what it allows
 * @param fingerprint the one that whoever armed had seen
 * @param disks       in the order of that fingerprint; at least one
 * @param by          who gave it: a person's token, or {@code policy NAME}
 * @param byPolicy    true if no person gave it; all its disks were blank then (law 3)
 * @param from        when it was given
 * @param until       when it ends by itself
 */
public record Arm(String id, Purpose purpose, Sha256 fingerprint, List<ArmedDisk> disks, String by, boolean byPolicy,
                  Instant from, Instant until) {
    /** A clock that is kept right by others makes small steps back. */
    private static final Duration CLOCK_STEP = Duration.ofMinutes(1);

    public Arm {
        if (!id.matches("a-[0-9a-f]{10}")) {
            throw new IllegalArgumentException("an arm's id is a- and 10 hexadecimal digits");
        }
        disks = List.copyOf(disks);
        if (disks.isEmpty() || !until.isAfter(from)) {
            throw new IllegalArgumentException("an arm names a disk and ends after it began");
        }
        if (disks.stream().map(ArmedDisk::disk).distinct().count() != disks.size()) {
            throw new IllegalArgumentException("an arm names each disk once");
        }
    }

    /** What an arm allows. */
    public enum Purpose {
        /** Erase what carries something, then install Talos on the system disk; Mayastor may take the pool disks. */
        INSTALL,
        /** Erase, nothing more. */
        WIPE
    }

    /** Also over if the clock was set back to before it was given: nobody knows then how long it would live. */
    public boolean isLive(Instant now) {
        return now.isBefore(until) && !now.isBefore(from.minus(CLOCK_STEP));
    }

    /** False if the agent refused a disk, or could not end what it began: a person must look at it. */
    public boolean hasNoFailure() {
        return disks.stream().noneMatch(disk -> disk.state() == ArmedDisk.State.REFUSED
                || disk.state() == ArmedDisk.State.FAILED);
    }

    /** The disk's part in it; empty if the arm does not name the disk. */
    public Optional<ArmedDisk> of(DiskId disk) {
        return disks.stream().filter(armed -> armed.disk().equals(disk)).findFirst();
    }

    /** The disks that the agent has still to erase, in order. */
    public List<ArmedDisk> toErase() {
        return disks.stream().filter(ArmedDisk::isToBeErased).toList();
    }

    /** The arm with that disk in another state; unchanged if it does not name the disk. */
    public Arm with(DiskId disk, ArmedDisk.State state, String note) {
        return new Arm(id, purpose, fingerprint, disks.stream()
                .map(armed -> armed.disk().equals(disk) ? armed.in(state, note) : armed).toList(), by, byPolicy, from,
                until);
    }
}
