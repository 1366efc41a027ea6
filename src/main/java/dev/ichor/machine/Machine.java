package dev.ichor.machine;

import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.hardware.DiskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A physical server that was discovered at least once.
 *
 * @param id           the appliance's name for it
 * @param identity     by what it is recognised
 * @param stage        where it stands
 * @param evidence     its latest fingerprint
 * @param order        the last order, until the machine is seen to have obeyed it; may be over
 * @param distinctFrom machines that share an identity with it and that a person declared to be others
 * @param place        the node that it is
 * @param claims       the roles of its disks, also of disks that are not seen at the moment; a disk has at most one
 * @param obstacles    why it cannot go on without a person; empty if nothing is in its way
 * @param installed    since when it runs from its own disk; kept while it is held or armed anew, and empty from the
 *                     moment at which that disk may be overwritten
 * @param turn         counts what its agent or a person who looks at it should hear of, from 1
 * @param firstSeen    when its first fingerprint was accepted
 */
public record Machine(MachineId id, Identity identity, Stage stage, Evidence evidence, Optional<Order> order,
                      List<MachineId> distinctFrom, Optional<Place> place, List<DiskClaim> claims,
                      List<Obstacle> obstacles, Optional<Instant> installed, long turn, Instant firstSeen) {
    public Machine {
        if (turn < 1) {
            throw new IllegalArgumentException("turns count from 1");
        }
        distinctFrom = distinctFrom.stream().distinct().sorted().toList();
        claims = List.copyOf(claims);
        obstacles = List.copyOf(obstacles);
    }

    /** True while a person's order to boot the local disk lives. */
    public boolean mayBootDisk(Instant now) {
        return order.filter(o -> o.kind() == Order.Kind.BOOT_ON && o.isLive(now)).isPresent();
    }

    /** The arm that lives; empty if none does. */
    public Optional<Arm> arm(Instant now) {
        return stage instanceof Stage.Armed armed && armed.arm().isLive(now) ? Optional.of(armed.arm())
                : Optional.empty();
    }

    /** The role of a disk. */
    public Optional<DiskClaim> claim(DiskId disk) {
        return claims.stream().filter(claim -> claim.disk().equals(disk)).findFirst();
    }
}
