package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.Account;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ichor explain}. */
@Command(name = "explain",
        description = "Why a machine did not boot: what was heard of it, what that means, what to do.")
final class ExplainCommand extends Asking implements Callable<Integer> {
    @Parameters(paramLabel = "MACHINE", description = "A MAC, also of a machine the inventory does not know yet; or an "
            + "id, UUID or serial number.")
    private String key;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        return print(machine(key, "explain"), Account.class, output, AccountText::of);
    }
}
