package dev.ichor.provision.explain;

import java.util.List;

/**
 * The answer to "why did it not boot".
 *
 * @param timeline every exchange, oldest first
 * @param verdicts the chief finding first; never empty
 */
public record Explanation(List<Line> timeline, List<Verdict> verdicts) {
    public Explanation {
        timeline = List.copyOf(timeline);
        verdicts = List.copyOf(verdicts);
    }

    /** The findings that someone has to do something about. */
    public List<Verdict> problems() {
        return verdicts.stream().filter(verdict -> verdict.code().weight() == Verdict.Weight.PROBLEM).toList();
    }
}
