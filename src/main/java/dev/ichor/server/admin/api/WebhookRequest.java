package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Body of {@code POST /api/v1/webhooks}. */
@About("A wish for a webhook.")
public record WebhookRequest(
        @About(value = "`http` or `https` URL that is told.", example = "\"https://hooks.example/ichor\"") String url,
        @About("Kinds of events that it is told; all if absent or empty.") Optional<List<String>> kinds) {
}
