package dev.ichor.mayastor.run;

import java.util.Map;

/**
 * What was found when a step failed. All texts are as the tools printed them; empty if they could not be had.
 *
 * @param step   its name
 * @param words  why it failed, or what the tool complained
 * @param pods   JSON of the namespace's pods
 * @param events JSON of the namespace's events
 * @param nodes  JSON of all nodes
 * @param pools  JSON of DiskPools
 * @param logs   last lines of pods that are not well, by pod
 */
public record Evidence(String step, String words, String pods, String events, String nodes, String pools,
                       Map<String, String> logs) {
    public Evidence {
        logs = Map.copyOf(logs);
    }

    /** Nothing but the words. */
    public static Evidence of(String step, String words) {
        return new Evidence(step, words, "", "", "", "", Map.of());
    }
}
