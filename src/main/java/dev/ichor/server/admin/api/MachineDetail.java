package dev.ichor.server.admin.api;

import java.util.Optional;

/** Answer of {@code GET /api/v1/machines/{key}}. */
public record MachineDetail(MachineSummary machine, Optional<Snapshot> latest) {
}
