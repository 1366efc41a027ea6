package dev.ichor.server.admin.api;

import java.util.Optional;

/** Answer of {@code GET /api/v1/clusters/{name}/secrets}. */
@About("Whether a cluster has secrets, and what may be told of them.")
public record SecretsAnswer(@About("Null: it has none yet.") Optional<SecretsView> secrets) {
}
