package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.MachineList;
import dev.ichor.server.admin.api.OrderAnswer;
import dev.ichor.server.admin.api.OrderRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ichor machines}. */
@Command(name = "machines", description = "Machines of the inventory, and orders for those that wait in the agent.",
        synopsisSubcommandLabel = "COMMAND")
final class MachinesCommand {
    private static final String PATH = "/api/v1/machines";
    private static final String KEY = "Its id, a MAC, its UUID, or its serial number if only one machine has it.";

    @ParentCommand
    private Ichor root;

    @Spec
    private CommandSpec spec;

    @Command(name = "list", description = "All machines, oldest first.")
    int list(@Mixin Output output) {
        return Asked.print(root, PATH, MachineList.class, output, spec.commandLine().getOut(),
                list -> MachineTable.of(list.items()));
    }

    @Command(name = "show", description = "One machine: its hardware, its disks and NICs, what changed.")
    int show(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output) {
        return Asked.print(root, PATH + "/" + AdminClient.segment(key), MachineDetail.class, output,
                spec.commandLine().getOut(), MachineText::of);
    }

    @Command(name = "reboot", description = "Tell a waiting machine to reboot.")
    int reboot(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output) {
        return order(key, "reboot", output);
    }

    @Command(name = "poweroff", description = "Tell a waiting machine to power off.")
    int poweroff(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output) {
        return order(key, "poweroff", output);
    }

    @Command(name = "boot-on", description = "Tell a waiting machine to leave the agent and boot its disk.")
    int bootOn(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output) {
        return order(key, "boot-on", output);
    }

    private int order(String key, String order, Output output) {
        try {
            AdminClient.Answer<OrderAnswer> answer = root.client().post(
                    PATH + "/" + AdminClient.segment(key) + "/orders", new OrderRequest(order), OrderAnswer.class);
            spec.commandLine().getOut().print(output.isJson() ? answer.json() : answer.value().answer() + "\n");
            return ExitCode.OK;
        } catch (ClientFailed e) {
            throw Ichor.failure(e);
        }
    }
}
