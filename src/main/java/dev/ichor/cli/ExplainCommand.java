package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.server.admin.api.Account;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ichor explain}. */
@Command(name = "explain", description = "Why a machine did not boot: what was heard of it, what that means, what to do.")
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    private Ichor root;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MACHINE", description = "A MAC, also of a machine the inventory does not know yet; or an "
            + "id, UUID or serial number.")
    private String key;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        return Asked.print(root, "/api/v1/machines/" + AdminClient.segment(key) + "/explain", Account.class, output,
                spec.commandLine().getOut(), AccountText::of);
    }
}
