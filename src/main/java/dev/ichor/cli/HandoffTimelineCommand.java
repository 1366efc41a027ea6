package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.TimelineList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ichor handoff timeline}. */
@Command(name = "timeline", description = "What happened: gates that changed, bundles, runs and their steps, oldest "
        + "first; as JSON one object a line.")
final class HandoffTimelineCommand implements Callable<Integer> {
    private static final int PAGE = 500;
    private static final long PAUSE_MILLIS = 1000;

    @ParentCommand
    private HandoffCommand handoff;

    @Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER)
    private String cluster;

    @Option(names = {"-f", "--follow"}, description = "Go on and print new lines as they come, until interrupted.")
    private boolean follow;

    @Option(names = {"-n", "--lines"}, paramLabel = "NUMBER", defaultValue = "100", description = "So many of the "
            + "newest lines, 1 to 1000. Default: 100.")
    private int lines;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        AdminClient client = handoff.client();
        Query path = new Query(HandoffCommand.path(cluster, "timeline"));
        TimelineList page = client.get(path.with("limit", lines).path(), TimelineList.class).value();
        print(page);
        if (!follow && page.items().isEmpty() && !output.isJson()) {
            handoff.out().println("Nothing happened yet.");
        }
        try {
            while (follow && !handoff.out().checkError()) {
                if (page.items().size() < PAGE) {
                    Thread.sleep(PAUSE_MILLIS);
                }
                page = client.get(path.with("after", page.next()).with("limit", PAGE).path(), TimelineList.class)
                        .value();
                print(page);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private void print(TimelineList page) {
        page.items().forEach(line -> handoff.out().print(output.isJson() ? Json.write(line) + "\n"
                : HandoffText.line(line)));
        handoff.out().flush();
    }
}
