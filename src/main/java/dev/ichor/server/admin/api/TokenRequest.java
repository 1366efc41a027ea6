package dev.ichor.server.admin.api;

import java.util.Optional;

/** Body of {@code POST /api/v1/tokens}. */
@About("A wish for a token.")
public record TokenRequest(
        @About(value = "For people: whose it is, or what for. 1 to 64 characters.", example = "\"grafana\"")
        String name,
        @About(value = "What it may do.", words = {"viewer", "operator", "admin"}) String role,
        @About(value = "For how many hours it lives; until it is revoked if absent.", least = 1, most = 87_600)
        Optional<Integer> hours) {
}
