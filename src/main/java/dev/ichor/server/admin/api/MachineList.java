package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/machines}, oldest machine first. */
public record MachineList(List<MachineSummary> machines) {
}
