package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.FreshWebhook;
import dev.ichor.server.admin.api.WebhookList;
import dev.ichor.server.admin.api.WebhookRequest;
import dev.ichor.server.admin.api.WebhookView;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor webhooks}. */
@Command(name = "webhooks", description = "Addresses that are told of events; for admins.",
        synopsisSubcommandLabel = "COMMAND")
final class WebhooksCommand extends Asking {
    @Command(name = "list", description = "All webhooks, without their secrets.")
    int list(@Mixin Output output) throws ClientFailed {
        return print(API + "webhooks", WebhookList.class, output, list -> table(list.items()));
    }

    static String table(List<WebhookView> hooks) {
        Table table = new Table("WEBHOOK", "URL", "EVENTS", "WAITING", "LATEST FAILURE");
        hooks.forEach(hook -> table.row(hook.id(), hook.url(), hook.kinds().isEmpty() ? "all" : String.join(", ",
                hook.kinds()), hook.waiting(), hook.failure().orElse("none")));
        return table.isEmpty() ? "There is no webhook.\n" : table.text();
    }

    @Command(name = "create", description = "Tell an address of events; the key of the signatures is printed once.")
    int create(@Parameters(paramLabel = "URL", description = "Where to post.") String url,
               @Option(names = "--kind", paramLabel = "KIND", description = "Only events of this kind. May repeat.")
               List<String> kinds, @Mixin Output output) throws ClientFailed {
        AdminClient.Answer<FreshWebhook> fresh = client().post(API + "webhooks", new WebhookRequest(url,
                Optional.ofNullable(kinds)), FreshWebhook.class);
        if (!output.isJson()) {
            err().println("Webhook " + fresh.value().webhook().id() + ". Nobody can read the key of its signatures "
                    + "again:");
        }
        return print(fresh, output, answer -> answer.secret() + "\n");
    }

    @Command(name = "delete", description = "Tell an address no more.")
    int delete(@Parameters(paramLabel = "WEBHOOK", description = "Its id.") String id) throws ClientFailed {
        client().delete(API + "webhooks/" + AdminClient.segment(id), new AdminClient.Condition.None());
        out().println(id + " is deleted.");
        return ExitCode.OK;
    }
}
