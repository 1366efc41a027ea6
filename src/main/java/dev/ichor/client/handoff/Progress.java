package dev.ichor.client.handoff;

import dev.ichor.mayastor.run.Step;

/** Shows a person how far a run is. */
public interface Progress {
    /** A step begins. @param number counts from 1 */
    void begins(int number, int of, Step step);

    /** How it stands; said again only if it changed. */
    void stands(String words);

    /** The step has ended. @param state {@code done}, {@code failed}, {@code skipped} */
    void ends(String state, String words);
}
