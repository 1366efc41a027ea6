package dev.ichor.client.handoff;

import dev.ichor.mayastor.site.Proof;
import java.util.List;
import java.util.Map;

/** Where a run is written down. */
public interface RunBook {
    /**
     * Writes down where a step is.
     *
     * @param state   {@code running}, {@code done}, {@code failed}, {@code skipped}
     * @param results figures by name with unit
     * @throws RunOver if the run was ended meanwhile, by another run of the same cluster
     */
    void step(int number, String name, String state, String detail, Map<String, Double> results) throws RunOver;

    /** Keeps what was measured. */
    void prove(List<Proof> proofs);

    /** Ends the run. @param outcome {@code done}, {@code failed}, {@code stopped} */
    void end(String outcome);

    /** The run may not go on. */
    final class RunOver extends Exception {
        private static final long serialVersionUID = 1L;

        public RunOver(String message) {
            super(message);
        }
    }
}
