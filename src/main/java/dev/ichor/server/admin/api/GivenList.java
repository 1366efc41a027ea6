package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/clusters/{name}/handoff/bundles}. */
@About("The bundles of a cluster that were given out, newest first.")
public record GivenList(@About("The bundles.") List<GivenView> items) {
}
