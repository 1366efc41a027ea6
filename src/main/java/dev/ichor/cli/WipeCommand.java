package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.ArmView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor wipe}. */
@Command(name = "wipe", description = "Erase the named disks of a machine that waits in the agent, and nothing else.",
        footer = {"", "Shows each disk first. A disk with contents must be named by its serial number again; --yes "
                + "never skips that.", "Example: ichor wipe m-2h7kq9xz --disk S4XNNX0T"})
final class WipeCommand extends Asking implements Callable<Integer> {
    @Parameters(paramLabel = "MACHINE", description = KEY)
    private String key;

    @Option(names = "--disk", paramLabel = "SERIAL", required = true,
            description = "Serial number of a disk. May repeat.")
    private List<String> disks;

    @Option(names = "--for", paramLabel = "TIME", converter = Minutes.class,
            description = "How long the permission lives, 1m to 24h. Default: 30m, or more by size.")
    private Integer minutes;

    @Mixin
    private Naming naming;

    @Option(names = "--yes", description = "Do not ask whether to go on.")
    private boolean yes;

    @Option(names = "--detach", description = "Do not wait until the disks are erased.")
    private boolean detach;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        AdminClient client = client();
        AdminClient.Answer<ArmView> armed = new ArmDialog(client, person(), err()).arm(new ArmDialog.Wish(machine(key),
                "wipe", disks.stream().distinct().toList(),
                Optional.ofNullable(minutes), naming, yes));
        if (detach) {
            return print(armed, output, arm -> paragraph(arm.machine() + " is told to wipe (" + arm.id() + "), until "
                    + Show.time(arm.until()) + " UTC. `ichor arms list --machine " + arm.machine() + "` shows how far "
                    + "it is."));
        }
        err().println("To stop here does not stop the wipe: `ichor disarm " + armed.value().machine() + "` does.");
        AdminClient.Answer<ArmView> ended = new WipeWatch(client, err(), person().isThere(), Thread::sleep)
                .watch(armed);
        print(ended, output, WipeWatch::text);
        return WipeWatch.allErased(ended.value()) ? ExitCode.OK : ExitCode.FAILED;
    }
}
