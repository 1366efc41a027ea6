package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.RefusalList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ichor refusals}. */
@Command(name = "refusals", description = "Tickets for configurations that were refused, newest first.",
        footer = {"", "Example: ichor refusals m-2h7kq9xz"})
final class RefusalsCommand extends Asking implements Callable<Integer> {
    private static final int MOST = 500;

    @Parameters(paramLabel = "MACHINE", arity = "0..1", defaultValue = "", description = "Only of this machine: its "
            + "id, a MAC, its UUID, or its serial number.")
    private String key;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        return print(new Query(key.isEmpty() ? API + "refusals" : machine(key, "refusals")).with("limit", MOST).path(),
                RefusalList.class, output, RefusalsCommand::table);
    }

    static String table(RefusalList list) {
        Table table = new Table("AT", "MACHINE", "FROM", "CODE", "WHY");
        list.items().forEach(one -> table.row(Show.time(one.at()), Show.of(one.machine()), one.from(), one.code(),
                one.text()));
        return table.isEmpty() ? "No ticket was refused.\n" : table.text();
    }
}
