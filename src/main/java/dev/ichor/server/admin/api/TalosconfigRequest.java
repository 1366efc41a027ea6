package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Body of {@code POST /api/v1/clusters/{name}/talosconfig}. */
@About("A wish for a talosconfig with a fresh client certificate.")
public record TalosconfigRequest(
        @About(value = "What its holder may do, as Talos names it; `os:admin` if absent.", example = "[\"os:reader\"]")
        Optional<List<String>> roles,
        @About(value = "For how many minutes it lives; 720 if absent.", least = 5, most = 5_256_000)
        Optional<Integer> minutes,
        @About("Hosts to connect to, each with or without a port; if absent the control planes whose address is "
                + "known, else the host of the cluster's endpoint.") Optional<List<String>> endpoints) {
}
