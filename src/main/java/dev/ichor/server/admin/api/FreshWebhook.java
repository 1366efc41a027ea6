package dev.ichor.server.admin.api;

/** Answer of {@code POST /api/v1/webhooks}. */
@About("A new webhook.")
public record FreshWebhook(@About("The webhook.") WebhookView webhook,
                           @About("Key of the signatures. Nobody can read it again.") String secret) {
}
