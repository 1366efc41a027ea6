package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import java.util.Optional;
import java.util.Set;

/** Which storage address is given next. */
public final class Addresses {
    private Addresses() {
    }

    /**
     * The lowest address of the pool that is neither taken nor was ever given; if none is left, the lowest that is not
     * taken; empty if all are.
     *
     * @param taken by a node, whether from the pool or declared
     * @param given every address that was ever given from the pool
     */
    public static Optional<Ipv4> next(StorageNetwork network, Set<Ipv4> taken, Set<Ipv4> given) {
        throw new UnsupportedOperationException();
    }
}
