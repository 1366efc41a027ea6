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

/** {@code ichor arm}. */
@Command(name = "arm", description = "Permit, once and for some Optional.ofNullable(minutes), that a machine's system and pool disks are "
        + "overwritten.", footer = {"", "Shows each disk first. A disk with contents must be named by its serial "
                + "number; --yes never skips that.", "Example: ichor arm m-2h7kq9xz --for 30m"})
final class ArmCommand extends Asking implements Callable<Integer> {
    @Parameters(paramLabel = "MACHINE", description = KEY)
    private String key;

    @Option(names = "--for", paramLabel = "TIME", converter = Minutes.class,
            description = "How long the permission lives, 1m to 24h. Default: 30m, or more by size.")
    private Integer minutes;

    @Mixin
    private Naming naming;

    @Option(names = "--yes", description = "Do not ask whether to go on.")
    private boolean yes;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        AdminClient.Answer<ArmView> armed = new ArmDialog(client(), person(), err()).arm(new ArmDialog.Wish(
                machine(key), "install", List.of(), Optional.ofNullable(minutes), naming, yes));
        return print(armed, output, arm -> paragraph(arm.machine() + " is armed until " + Show.time(arm.until())
                + " UTC (" + arm.id() + "). `ichor disarm " + arm.machine() + "` takes it back."));
    }
}
