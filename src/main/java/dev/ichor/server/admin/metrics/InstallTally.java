package dev.ichor.server.admin.metrics;

import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.talos.Installs;
import dev.ichor.server.admin.Services;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what became of installations since the start, by reading on where it last stopped. Thread-safe. */
final class InstallTally {
    private static final int PAGE = 1000;

    private final Services services;
    private final Map<String, Long> kinds = new HashMap<>();
    private long read;
    private Instant refusedUntil;
    private long refused;

    InstallTally(Services services) {
        this.services = services;
        this.read = services.machines().lastEvent();
        this.refusedUntil = services.clock().instant();
    }

    /** Events of that kind. */
    synchronized long events(String kind) {
        List<Machines.Event> page;
        do {
            page = services.machines().events(Optional.empty(), read, PAGE);
            for (Machines.Event event : page) {
                kinds.merge(event.kind(), 1L, Long::sum);
                read = event.sequence();
            }
        } while (page.size() == PAGE);
        return kinds.getOrDefault(kind, 0L);
    }

    /** Tickets that were refused; those of one millisecond count once if they straddle two readings. */
    synchronized long refusals() {
        List<Installs.Refusal> news = services.talos().installs().refusals(Optional.empty(), PAGE).stream()
                .takeWhile(one -> one.at().isAfter(refusedUntil)).toList();
        refused += news.size();
        refusedUntil = news.isEmpty() ? refusedUntil : news.getFirst().at();
        return refused;
    }
}
