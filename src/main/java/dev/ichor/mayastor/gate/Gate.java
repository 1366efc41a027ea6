package dev.ichor.mayastor.gate;

/**
 * A check that must be green before the hand-off.
 *
 * @param name     e.g. {@code pool-disks}
 * @param state    what was found
 * @param evidence what was looked at, when and what it said; for people
 * @param mend     what to do; empty if green
 */
public record Gate(String name, State state, String evidence, String mend) {
    /** {@code UNKNOWN}: nothing tells; a person may let it pass by name. {@code RED} lets nobody pass. */
    public enum State { GREEN, RED, UNKNOWN }
}
