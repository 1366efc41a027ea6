package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Body of {@code POST /api/v1/clusters/{name}/handoff/runs}. */
@About("What is to be run.")
public record RunRequest(
        @About(value = "Names of unknown gates that the caller lets pass; absent: none.", example = "[\"jumbo\"]")
        Optional<List<String>> overrides) {
}
