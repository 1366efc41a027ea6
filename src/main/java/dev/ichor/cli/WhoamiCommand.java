package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.Whoami;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ichor whoami}. */
@Command(name = "whoami", description = "Whose token this is and what it may do.")
final class WhoamiCommand extends Asking implements Callable<Integer> {
    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        return print(API + "whoami", Whoami.class, output, who -> Show.plain(who.name()) + " (" + who.token() + "), "
                + who.role() + ", asks from " + who.from() + "\n");
    }
}
