package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/clusters/{name}/handoff/runs}. */
@About("The runs of a cluster's hand-off, newest first.")
public record RunList(@About("The runs.") List<RunView> items) {
}
