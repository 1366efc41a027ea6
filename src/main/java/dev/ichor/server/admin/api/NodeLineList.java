package dev.ichor.server.admin.api;

import dev.ichor.provisioner.talos.NodeReports;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Answer of {@code GET /api/v1/machines/{key}/log}. */
@About("What a machine's node said, oldest first.")
public record NodeLineList(@About("The lines.") List<Line> items,
                           @About("What to give as `after` to get those that follow, now or later.") long next) {
    /** One line. */
    @About("One line.")
    public record Line(@About("Counts from 1 per machine; the oldest lines are forgotten.") long number,
                       @About("When it was said.") Instant at,
                       @About(value = "Talos's events, or the node's kernel.", words = {"event", "kernel"})
                       String source,
                       @About(value = "How much it matters.", example = "\"info\"") String level,
                       @About("The line.") String text) {
    }

    public static NodeLineList of(List<NodeReports.Line> lines, long after) {
        return new NodeLineList(lines.stream().map(line -> new Line(line.number(), line.at(),
                line.source().name().toLowerCase(Locale.ROOT), line.level(), line.text())).toList(),
                lines.isEmpty() ? after : lines.getLast().number());
    }
}
