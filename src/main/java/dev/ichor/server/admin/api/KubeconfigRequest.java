package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Body of {@code POST /api/v1/clusters/{name}/kubeconfig}. */
@About("A wish for a kubeconfig with a fresh client certificate.")
public record KubeconfigRequest(
        @About(value = "Name of the user; `admin` if absent.", example = "\"ann\"") Optional<String> user,
        @About(value = "Groups of the user; `system:masters`, which may do all, if neither user nor groups are given.",
                example = "[\"developers\"]") Optional<List<String>> groups,
        @About(value = "For how many minutes it lives; 720 if absent.", least = 5, most = 5_256_000)
        Optional<Integer> minutes) {
}
