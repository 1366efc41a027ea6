package dev.ichor.server.admin.api;

import dev.ichor.provisioner.handoff.HandoffDesk;
import java.time.Instant;
import java.util.List;

/** Answer of {@code GET /api/v1/clusters/{name}/handoff/timeline}. */
@About("What happened to a cluster's hand-off, oldest first.")
public record TimelineList(@About("The lines.") List<Line> items,
                           @About("What to give as `after` to get those that follow, now or later.") long next) {
    /** A line. */
    @About("Something that happened.")
    public record Line(@About("Only grows.") long sequence,
                       @About("When.") Instant at,
                       @About(value = "What it is about.", words = {"gate", "bundle", "run", "step"}) String kind,
                       @About("Name of the gate or step, hash of the bundle, or id of the run.") String subject,
                       @About(value = "What it became.", example = "\"green\"") String state,
                       @About("That in words.") String text) {
        static Line of(HandoffDesk.Line line) {
            return new Line(line.sequence(), line.at(), line.kind(), line.subject(), line.state(), line.text());
        }
    }

    public static TimelineList of(List<HandoffDesk.Line> lines, long after) {
        return new TimelineList(lines.stream().map(Line::of).toList(),
                lines.isEmpty() ? after : lines.getLast().sequence());
    }
}
