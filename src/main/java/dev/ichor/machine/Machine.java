package dev.ichor.machine;

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
 * @param turn         counts what its agent should hear of, from 1; an agent that knows this turn has nothing to learn
 * @param firstSeen    when its first fingerprint was accepted
 */
public record Machine(MachineId id, Identity identity, Stage stage, Evidence evidence, Optional<Order> order,
                      List<MachineId> distinctFrom, long turn, Instant firstSeen) {
    public Machine {
        if (turn < 1) {
            throw new IllegalArgumentException("turns count from 1");
        }
        distinctFrom = distinctFrom.stream().distinct().sorted().toList();
    }

    /** True while a person's order to boot the local disk lives. */
    public boolean mayBootDisk(Instant now) {
        return order.filter(o -> o.kind() == Order.Kind.BOOT_ON && o.isLive(now)).isPresent();
    }
}
