package dev.ichor.server.admin.api;

import dev.ichor.provisioner.access.Webhooks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A webhook without its secret. */
@About("A webhook without its secret.")
public record WebhookView(
        @About("Names it.") String id,
        @About("Where it is told.") String url,
        @About("Kinds of events that it is told; empty: all.") List<String> kinds,
        @About("When it was made.") Instant created,
        @About("Deliveries that are not taken yet.") int waiting,
        @About("Why the latest try failed; null if it did not.") Optional<String> failure) {
    public static WebhookView of(Webhooks.Hook hook) {
        return new WebhookView(hook.id(), hook.url().toString(), hook.kinds(), hook.created(), hook.waiting(),
                hook.failure());
    }
}
