package dev.ichor.machine;

import dev.ichor.base.Sha256;
import java.time.Instant;
import java.util.List;

/** Where a machine stands. Only {@link Evolve} moves it. */
public sealed interface Stage {
    /** The name used in JSON, tables and pages. */
    String label();

    /**
     * Its hardware is known and nothing is assigned to it.
     *
     * @param fingerprint the latest
     * @param since       when that was accepted
     */
    record Discovered(Sha256 fingerprint, Instant since) implements Stage {
        @Override
        public String label() {
            return "discovered";
        }
    }

    /**
     * It shares an identity with other machines, so nothing is done with any of them until a person decides (law 8).
     *
     * @param why    one sentence for people
     * @param others the other machines, sorted
     * @param since  when it was held
     */
    record Held(String why, List<MachineId> others, Instant since) implements Stage {
        public Held {
            if (others.isEmpty()) {
                throw new IllegalArgumentException("a machine is held because of another machine");
            }
            others = others.stream().distinct().sorted().toList();
        }

        @Override
        public String label() {
            return "held";
        }
    }
}
