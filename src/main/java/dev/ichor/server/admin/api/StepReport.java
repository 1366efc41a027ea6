package dev.ichor.server.admin.api;

import java.util.Map;
import java.util.Optional;

/** Body of {@code POST /api/v1/clusters/{name}/handoff/runs/{run}/steps}. */
@About("Where a step of a run is.")
public record StepReport(
        @About(value = "Counts from 1.", least = 1, most = 100) int number,
        @About(value = "The step's name.", example = "\"pools\"") String name,
        @About(value = "How it stands.", words = {"running", "done", "failed", "skipped"}) String state,
        @About("What it does or did, for people.") Optional<String> detail,
        @About(value = "Figures that it measured, by name with unit.", example = "{\"worker-1/SER1 read MB/s\": 2710}")
        Optional<Map<String, Double>> results) {
}
