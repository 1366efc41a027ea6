package dev.ichor.mayastor.run;

import java.util.List;

/**
 * Why a step failed.
 *
 * @param name     e.g. {@code hugepages}, {@code image}
 * @param what     the cause, for people
 * @param evidence the lines that say so, at most a few
 * @param mend     what to do
 */
public record Cause(String name, String what, List<String> evidence, String mend) {
    public Cause {
        evidence = List.copyOf(evidence);
    }
}
