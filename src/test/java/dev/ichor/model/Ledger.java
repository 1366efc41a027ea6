package dev.ichor.model;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What people really allowed, what really happened, and the laws that are held against it. */
final class Ledger {
    /** How often something happened, so that a test that proves nothing is noticed. */
    static final class Counts {
        long wipes;
        long installs;
        long retries;
        long refusedTickets;
        long voided;
        long expired;
        long spent;
        long refusedArms;
        long refusedDisks;
        long held;
        long policyArms;
        long addresses;
        long addressesAgain;
        long stopped;

        @Override
        public String toString() {
            return "wipes=" + wipes + " installs=" + installs + " retries=" + retries + " refusedTickets="
                    + refusedTickets + " voided=" + voided + " expired=" + expired + " spent="
                    + spent + " refusedArms=" + refusedArms + " refusedDisks=" + refusedDisks + " held=" + held
                    + " policyArms=" + policyArms + " addresses=" + addresses + " again=" + addressesAgain + " stopped="
                    + stopped;
        }
    }

    /** Data that a person gave up by typing the serial number of the drive that carried it. */
    private final Set<Long> givenUp = new HashSet<>();
    private final Set<String> over = new HashSet<>();
    final Counts counts;

    Ledger(Counts counts) {
        this.counts = counts;
    }

    /** @param seen what the person looked at, with the truth of that moment */
    void armed(Arm arm, List<String> typed, Box.Seen seen) {
        if (arm.byPolicy()) {
            counts.policyArms++;
            law(arm.purpose() == Arm.Purpose.INSTALL, "law 3: a policy wipes nothing");
            law(arm.disks().stream().allMatch(disk -> seen.only(disk.disk()).filter(look -> look.data() == 0)
                    .isPresent()), "law 3: a policy arms blank disks only");
            return;
        }
        for (ArmedDisk disk : arm.disks()) {
            if (typed.contains(disk.disk().serial())) {
                seen.only(disk.disk()).ifPresent(look -> givenUp.add(look.data()));
            }
        }
    }

    /** What a failed installation left on a drive is nobody's data, as long as nobody writes there again. */
    void debris(Drive drive) {
        givenUp.add(drive.data);
    }

    void ended(String arm) {
        over.add(arm);
    }

    boolean isOver(String arm) {
        return over.contains(arm);
    }

    /** Somebody begins to write to a drive because an arm allows it. */
    void overwrites(Drive drive, Arm arm, Instant now, String who) {
        law(now.isBefore(arm.until()) && now.isAfter(arm.from().minusSeconds(90)), "law 2: " + who
                + " writes at " + now + " for an arm of " + arm.from() + " until " + arm.until());
        law(!over.contains(arm.id()), "law 2: " + who + " writes for arm " + arm.id() + ", which is over");
        law(arm.of(drive.id).isPresent(), "law 2: " + who + " writes to " + drive.id + ", which arm " + arm.id()
                + " does not name");
        law(drive.data == 0 || givenUp.contains(drive.data), who + " overwrites data " + drive.data + " on " + drive.id
                + ", which nobody gave up");
    }

    /** A node gets an address from the pool: nobody else has it, and nobody had it while others are left. */
    void addressed(Ipv4 address, Collection<Ipv4> taken, Set<Ipv4> given, StorageNetwork.Pool pool) {
        counts.addresses++;
        law(!taken.contains(address), "address " + address + " is given twice");
        law(address.compareTo(pool.first()) >= 0 && address.compareTo(pool.last()) <= 0, address
                + " is not of the pool");
        if (given.contains(address)) {
            counts.addressesAgain++;
            for (Ipv4 other = pool.first().plus(1); other.compareTo(pool.last()) <= 0; other = other.plus(1)) {
                law(taken.contains(other) || given.contains(other), address + " is given again, " + other
                        + " never was");
            }
        }
    }

    static void law(boolean holds, String broken) {
        if (!holds) {
            throw new AssertionError(broken);
        }
    }
}
