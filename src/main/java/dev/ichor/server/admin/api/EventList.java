package dev.ichor.server.admin.api;

import dev.ichor.provisioner.Machines;
import java.util.List;

/** Answer of {@code GET /api/v1/events}, oldest first. */
@About("Events, oldest first.")
public record EventList(@About("The events.") List<EventEntry> items,
                        @About("What to give as `after` to get those that follow, now or later.") long next) {
    public static EventList of(List<Machines.Event> events, long after) {
        return new EventList(events.stream().map(EventEntry::of).toList(),
                events.isEmpty() ? after : events.getLast().sequence());
    }
}
