package dev.ichor.provisioner;

import dev.ichor.base.Sha256;
import dev.ichor.inventory.policy.PolicyMatch;
import dev.ichor.inventory.roles.RoleSheet;
import dev.ichor.inventory.roles.RoleWish;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.provisioner.access.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What operators do with a machine: its node, its disk roles, its arms. Every change is audited. Thread-safe. */
public interface Arming {
    /** How long an arm may live. */
    Duration SHORTEST = Duration.ofMinutes(1);
    Duration LONGEST = Duration.ofHours(24);

    /** The machine's disks and roles; {@code turn} is the machine's, for If-Match. */
    record Sheet(MachineId machine, long turn, Sha256 fingerprint, RoleSheet sheet) {
    }

    Outcome<Sheet> sheet(MachineId machine);

    /** @param turn the one that the caller has seen; empty: whatever it is */
    Outcome<Sheet> setRoles(MachineId machine, List<RoleWish> wishes, OptionalLong turn, Caller by);

    /** The policies against the machine, the chosen one first. */
    Outcome<List<PolicyMatch>> policies(MachineId machine);

    /**
     * What an arm would be: each disk with what is on it.
     *
     * @param disks    what would be armed
     * @param mustName serial numbers that a person must type, because those disks carry something
     * @param refusals why it cannot be armed at all; empty if it can
     */
    record Preview(MachineId machine, Sha256 fingerprint, Arm.Purpose purpose, List<ArmedDisk> disks,
                   List<String> mustName, List<String> refusals) {
    }

    /** @param disks serial numbers to wipe; for {@code INSTALL} the roles say which disks, and this is empty */
    Outcome<Preview> preview(MachineId machine, Arm.Purpose purpose, List<String> disks);

    /**
     * A wish to arm.
     *
     * @param disks       serial numbers to wipe; empty for {@code INSTALL}
     * @param fingerprint the one that the person has seen
     * @param life        for how long
     * @param named       serial numbers that the person typed
     */
    record Wish(Arm.Purpose purpose, List<String> disks, Sha256 fingerprint, Duration life, List<String> named) {
        public Wish {
            disks = List.copyOf(disks);
            named = List.copyOf(named);
        }
    }

    Outcome<Arm> arm(MachineId machine, Wish wish, Caller by);

    /** An arm, over or not. {@code end} and {@code why} are empty while it lives. */
    record Past(Arm arm, MachineId machine, Optional<Instant> ended, String end, String why) {
    }

    Outcome<Past> disarm(MachineId machine, Caller by);

    /** Arms, newest first, of one machine or of all; up to {@code limit} given before {@code before}. */
    List<Past> arms(Optional<MachineId> machine, boolean liveOnly, Instant before, int limit);

    /** A held machine and those it was confused with are different machines. */
    Outcome<MachineId> release(MachineId machine, Caller by);

    /** The machine runs from its own disk already, and is to boot it from now on. */
    Outcome<MachineId> adopt(MachineId machine, Caller by);

    /** Makes the machine that node, with the roles that the node declares or the suggestions. */
    Outcome<MachineId> assign(MachineId machine, String node, Caller by);

    /** Takes its node and its disk roles away; the node stays declared. */
    Outcome<MachineId> unassign(MachineId machine, Caller by);

    /** Forgets a machine that is gone; it must be no node, and neither held nor armed. Its events and arms stay. */
    Outcome<MachineId> forget(MachineId machine, Caller by);
}
