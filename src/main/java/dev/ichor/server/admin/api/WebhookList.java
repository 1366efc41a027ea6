package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/webhooks}. */
@About("A whole list.")
public record WebhookList(@About("What was asked for.") List<WebhookView> items) {
}
