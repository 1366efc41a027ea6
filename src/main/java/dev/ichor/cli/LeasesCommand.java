package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.LeaseView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ichor leases}. */
@Command(name = "leases", description = "Addresses that were leased, and to whom.")
final class LeasesCommand extends Asking implements Callable<Integer> {
    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        Pages.All<LeaseView> all = Pages.LEASES.read(client(), new Query(API + "leases"));
        if (output.isJson()) {
            json(all.json());
        } else {
            out().print(table(all.items()));
        }
        return ExitCode.OK;
    }

    static String table(List<LeaseView> leases) {
        Table table = new Table("ADDRESS", "MAC", "NAME", "STATE", "SINCE", "UNTIL");
        leases.forEach(lease -> table.row(lease.address(), lease.mac().map(Object::toString).orElse(lease.client()),
                lease.hostName(), lease.state(), Show.time(lease.since()), Show.time(lease.expires())));
        return table.isEmpty() ? "No address was leased.\n" : table.text();
    }
}
