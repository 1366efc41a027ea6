package dev.ichor.client.handoff;

import dev.ichor.mayastor.run.Step;
import dev.ichor.mayastor.site.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Remembers what was written down. */
final class RecordingBook implements RunBook {
    /** Shows nothing. */
    static final Progress SILENT = new Progress() {
        @Override
        public void begins(int number, int of, Step step) {
            // nobody looks
        }

        @Override
        public void stands(String words) {
            // nobody looks
        }

        @Override
        public void ends(String state, String words) {
            // nobody looks
        }
    };

    private final List<String> lines = new ArrayList<>();
    private final List<Proof> proofs = new ArrayList<>();
    private int overAt = Integer.MAX_VALUE;

    /** From that step on, says that the run is over. */
    RecordingBook overAt(int step) {
        overAt = step;
        return this;
    }

    /** {@code pools done}, and at the end {@code end done}. */
    List<String> lines() {
        return lines;
    }

    List<Proof> proofs() {
        return proofs;
    }

    @Override
    public void step(int number, String name, String state, String detail, Map<String, Double> results)
            throws RunOver {
        if (number >= overAt) {
            throw new RunOver("another run began");
        }
        lines.add(name + " " + state);
    }

    @Override
    public void prove(List<Proof> measured) {
        proofs.addAll(measured);
    }

    @Override
    public void end(String outcome) {
        lines.add("end " + outcome);
    }
}
