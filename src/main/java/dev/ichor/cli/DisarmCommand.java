package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ichor disarm}. */
@Command(name = "disarm", description = "Take back the permission to overwrite a machine's disks.")
final class DisarmCommand extends Asking implements Callable<Integer> {
    @Parameters(paramLabel = "MACHINE", description = KEY)
    private String key;

    @Override
    public Integer call() throws ClientFailed {
        client().delete(machine(key, "arm"), new AdminClient.Condition.None());
        out().print(paragraph(key + " is not armed any more. A disk that is being erased stays as it is then: its agent stops"
                + " within half a minute. `ichor arms list --machine " + key + "` says which disks it began."));
        return ExitCode.OK;
    }
}
