package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.json.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ichor inventory}. */
@Command(name = "inventory", description = "The machines as another program's inventory.", footer = {"",
        "For Ansible, make an executable file of two lines and name it with -i:", "  #!/bin/sh",
        "  exec ichor inventory --ansible \"$@\""})
final class InventoryCommand extends Asking implements Callable<Integer> {
    @Option(names = "--ansible", required = true, description = "As a dynamic inventory of Ansible.")
    private boolean ansible;

    @ArgGroup
    private Which which;

    /** What Ansible asks for. */
    static final class Which {
        @Option(names = "--list", description = "All groups and hosts (default).")
        private boolean list;

        @Option(names = "--host", paramLabel = "NAME", description = "The variables of one host.")
        private String host;
    }

    @Override
    public Integer call() throws ClientFailed {
        AdminClient client = client();
        AnsibleInventory inventory = AnsibleInventory.of(Pages.MACHINES.read(client, new Query(API + "machines"))
                        .items(), Pages.DECLARED.read(client, new Query(API + "nodes")).items(),
                Pages.LEASES.read(client, new Query(API + "leases")).items());
        out().println(Json.writePretty(which == null || which.host == null ? inventory.list()
                : inventory.hosts().getOrDefault(which.host, Map.of())));
        return ExitCode.OK;
    }
}
