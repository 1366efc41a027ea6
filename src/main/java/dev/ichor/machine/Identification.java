package dev.ichor.machine;

import java.util.List;
import java.util.Optional;

/** Who a machine that shows itself is, as far as the inventory knows. */
public sealed interface Identification {
    /** Nobody that was seen before. */
    record New() implements Identification {
    }

    /** Exactly this one. */
    record Known(Machine machine) implements Identification {
    }

    /**
     * What it shows belongs to more than one machine.
     *
     * @param self   the known machine that it most likely is; empty if it fits none
     * @param others the machines it is confused with; at least one, sorted by id
     * @param why    one sentence for people; names no machine
     */
    record Conflict(Optional<Machine> self, List<Machine> others, String why) implements Identification {
        public Conflict {
            if (others.isEmpty()) {
                throw new IllegalArgumentException("a conflict has another side");
            }
            others = List.copyOf(others);
        }
    }
}
