package dev.ichor.cli;

import dev.ichor.base.Malformed;
import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.client.ServerEvent;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.EventEntry;
import dev.ichor.server.admin.api.EventList;
import dev.ichor.server.admin.api.MachineDetail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor events}. */
@Command(name = "events", description = "What happened to the machines, oldest first; as JSON one object a line.")
final class EventsCommand extends Asking implements Callable<Integer> {
    private static final int PAGE = 500;

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
    public Integer call() throws ClientFailed {
        AdminClient client = client();
        // Before the past is read: the machine's id never changes, its other names may.
        Optional<String> only = key.isEmpty() ? Optional.empty()
                : Optional.of(client.get(machine(key), MachineDetail.class).value().machine().id().text());
        long last = past(client, only.map(id -> machine(id, "events")).orElse(API + "events"));
        if (follow) {
            follow(client, only, last);
        }
        return ExitCode.OK;
    }

    private long past(AdminClient client, String path) throws ClientFailed {
        long last = after;
        while (true) {
            EventList page = client.get(new Query(path).with("limit", PAGE).with("after", last).path(),
                    EventList.class).value();
            page.items().forEach(this::print);
            out().flush();
            last = page.next();
            if (page.items().size() < PAGE) {
                return last;
            }
        }
    }

    private void follow(AdminClient client, Optional<String> only, long last) throws ClientFailed {
        try {
            client.events(API + "events/stream", String.valueOf(last)).follow(event -> {
                heard(event).stream().filter(entry -> only.isEmpty() || only.get().equals(entry.machine().text()))
                        .forEach(this::print);
                out().flush();
                return !out().checkError();
            }, Thread::sleep);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<EventEntry> heard(ServerEvent event) {
        try {
            EventEntry entry = Json.read(event.data(), EventEntry.class);
            // A later version may tell of more than machines.
            return entry.machine() == null || entry.at() == null ? List.of() : List.of(entry);
        } catch (Malformed e) {
            return List.of();
        }
    }

    private void print(EventEntry event) {
        out().print(output.isJson() ? Json.write(event) + "\n" : line(event));
    }

    static String line(EventEntry event) {
        String before = String.format("%6d  %s  %s  %-20s ", event.sequence(), Show.time(event.at()), event.machine(),
                event.kind());
        StringBuilder out = new StringBuilder();
        for (String text : AccountText.wrapped(Show.plain(event.text()), AccountText.WIDTH - before.length())) {
            out.append((before + text).stripTrailing()).append('\n');
            before = " ".repeat(before.length());
        }
        return out.toString();
    }
}
