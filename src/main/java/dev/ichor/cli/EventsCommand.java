package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.EventEntry;
import dev.ichor.server.admin.api.EventList;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ichor events}. */
@Command(name = "events", description = "What happened to the machines, oldest first; as JSON one object a line.")
final class EventsCommand implements Callable<Integer> {
    private static final int PAGE = 500;
    private static final long PAUSE_MILLIS = 1_000;

    @ParentCommand
    private Ichor root;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MACHINE", arity = "0..1", defaultValue = "",
            description = "Only of this machine: its id, a MAC, its UUID, or its serial number.")
    private String key;

    @Option(names = {"-f", "--follow"}, description = "Go on and print new events as they come, until interrupted.")
    private boolean follow;

    @Option(names = "--after", paramLabel = "NUMBER", defaultValue = "0",
            description = "Only events after this sequence number.")
    private long after;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        String path = (key.isEmpty() ? "/api/v1/events" : "/api/v1/machines/" + AdminClient.segment(key) + "/events")
                + "?limit=" + PAGE + "&after=";
        AdminClient client = root.client();
        PrintWriter out = spec.commandLine().getOut();
        try {
            while (true) {
                EventList page = client.get(path + after, EventList.class).value();
                page.items().forEach(event -> out.print(output.isJson() ? Json.write(event) + "\n" : line(event)));
                out.flush();
                after = page.next();
                if (page.items().size() < PAGE) {
                    if (!follow) {
                        return ExitCode.OK;
                    }
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (ClientFailed e) {
            throw Ichor.failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.OK;
        }
    }

    private static String line(EventEntry event) {
        return String.format("%6d  %s  %s  %-20s %s%n", event.sequence(), Show.time(event.at()), event.machine(),
                event.kind(), event.text());
    }
}
