package dev.ichor.server.admin.api;

/** Body of {@code POST /api/v1/clusters/{name}/handoff/runs/{run}/end}. */
@About("How a run ended.")
public record RunEnd(@About(value = "The outcome.", words = {"done", "failed", "stopped"}) String outcome) {
}
