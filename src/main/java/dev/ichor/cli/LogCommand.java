package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.NodeLineList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor log}. */
@Command(name = "log", description = "What a machine's node says while it installs and runs; as JSON one object a "
        + "line.",
        footer = {"", "Example: ichor log m-2h7kq9xz -f"})
final class LogCommand extends Asking implements Callable<Integer> {
    private static final int PAGE = 500;
    private static final long PAUSE_MILLIS = 1000;

    @Parameters(paramLabel = "MACHINE", description = KEY)
    private String key;

    @Option(names = {"-f", "--follow"}, description = "Go on and print new lines as they come, until interrupted.")
    private boolean follow;

    @Option(names = {"-n", "--lines"}, paramLabel = "NUMBER", defaultValue = "100", description = "So many of the "
            + "newest lines, 1 to 1000. Default: 100.")
    private int lines;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        AdminClient client = client();
        // The machine's id never changes, its other names may.
        String path = follow ? machine(client.get(machine(key), MachineDetail.class).value().machine().id().text(),
                "log") : machine(key, "log");
        NodeLineList page = client.get(new Query(path).with("limit", lines).path(), NodeLineList.class).value();
        print(page);
        if (!follow && page.items().isEmpty() && !output.isJson()) {
            out().println("Its node has said nothing yet.");
        }
        try {
            while (follow && !out().checkError()) {
                if (page.items().size() < PAGE) {
                    Thread.sleep(PAUSE_MILLIS);
                }
                page = client.get(new Query(path).with("after", page.next()).with("limit", PAGE).path(),
                        NodeLineList.class).value();
                print(page);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private void print(NodeLineList page) {
        page.items().forEach(line -> out().print(output.isJson() ? Json.write(line) + "\n" : text(line)));
        out().flush();
    }

    static String text(NodeLineList.Line line) {
        return Show.time(line.at()) + "  " + String.format("%-6s  %-7s  ", line.source(), Show.plain(line.level()))
                + Show.plain(line.text()).stripTrailing() + "\n";
    }
}
