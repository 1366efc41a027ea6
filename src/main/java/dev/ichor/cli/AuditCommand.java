package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.AuditEntry;
import dev.ichor.server.admin.api.AuditList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ichor audit}. */
@Command(name = "audit", description = "Every change with who made it and from where, newest first; for admins.")
final class AuditCommand extends Asking implements Callable<Integer> {
    private static final int PAGE = 200;

    @Option(names = "--object", paramLabel = "OBJECT", defaultValue = "", description = "Only changes of this one: a "
            + "machine's id, or such as clusters/prod.")
    private String object;

    @Option(names = "--by", paramLabel = "NAME", defaultValue = "", description = "Only changes by the token of this "
            + "name.")
    private String by;

    @Option(names = "--limit", paramLabel = "NUMBER", defaultValue = "100", description = "At most so many, 0 for all. "
            + "Default: 100.")
    private int limit;

    @Option(names = "--full", description = "Show what was before and after as well.")
    private boolean full;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        int most = limit <= 0 ? Integer.MAX_VALUE : limit;
        AdminClient client = client();
        Query query = new Query(API + "audit").withText("object", object).withText("by", by)
                .with("limit", Math.min(PAGE, most));
        List<AuditEntry> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        AdminClient.Answer<AuditList> page;
        int pages = 0;
        do {
            page = client.get(query.with("cursor", cursor).path(), AuditList.class);
            all.addAll(page.value().items());
            cursor = page.value().next();
            pages++;
        } while (cursor.isPresent() && all.size() < most);
        List<AuditEntry> shown = all.subList(0, Math.min(most, all.size()));
        if (output.isJson()) {
            json(pages == 1 && shown.size() == all.size() ? page.json() : Json.write(new AuditList(shown, cursor)));
        } else {
            out().print(text(shown, full));
        }
        return ExitCode.OK;
    }

    static String text(List<AuditEntry> entries, boolean full) {
        if (entries.isEmpty()) {
            return "No change is like that.\n";
        }
        if (!full) {
            Table table = new Table("TIME", "WHO", "FROM", "WHAT", "TO WHAT");
            entries.forEach(e -> table.row(Show.time(e.at()), e.by().name(), e.by().from(), e.action(), e.object()));
            return table.text();
        }
        StringBuilder out = new StringBuilder();
        entries.forEach(e -> out.append(Show.time(e.at())).append("  ").append(Show.plain(e.by().name() + " (" + e.by()
                .role() + (e.by().from().isEmpty() ? "" : ", " + e.by().from()) + ") " + e.action() + " " + e.object()))
                .append('\n').append("  before: ").append(side(e.before())).append('\n')
                .append("  after:  ").append(side(e.after())).append('\n'));
        return out.toString();
    }

    private static String side(String json) {
        return json.isEmpty() ? "nothing" : Show.plain(json);
    }
}
