package dev.ichor.server.admin.api;

import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Machines;
import java.time.Instant;
import java.util.List;

/**
 * Answer of {@code GET /api/v1/events}, oldest first.
 *
 * @param next what to give as {@code after} to get those that follow
 */
public record EventList(List<Entry> events, long next) {
    /** One event. */
    public record Entry(long sequence, MachineId machine, Instant at, String kind, String text) {
    }

    public static EventList of(List<Machines.Event> events, long after) {
        return new EventList(events.stream()
                .map(e -> new Entry(e.sequence(), e.machine(), e.at(), e.kind(), e.text())).toList(),
                events.isEmpty() ? after : events.getLast().sequence());
    }
}
