package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.client.handoff.ApplianceBook;
import dev.ichor.client.handoff.Programs;
import dev.ichor.client.handoff.Runner;
import dev.ichor.client.handoff.Workspace;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ichor handoff prove}. */
@Command(name = "prove", description = "Measure on the nodes what the gates want to know: jumbo frames, hugepages, "
        + "pool disks. Installs nothing but the namespace, and reads disks only.",
        footer = {"", "Needs kubectl and helm on the PATH. It can be done while a gate is red, and makes it "
                + "green again if all is well.", "Example: ichor handoff prove prod"})
final class HandoffProveCommand implements Callable<Integer> {
    @ParentCommand
    private HandoffCommand parent;

    @Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER)
    private String cluster;

    @Mixin
    private HandoffTarget target;

    @Override
    public Integer call() throws ClientFailed {
        AdminClient client = parent.client();
        try (Workspace workspace = target.workspace()) {
            Install install = target.fetch(client, cluster, workspace).install();
            List<String> missing = target.missing(parent.root().environment());
            if (!missing.isEmpty()) {
                throw new Failure(ExitCode.ABSENT, String.join(" and ", missing) + " not found on the PATH, so nothing "
                        + "was measured");
            }
            Path kubeconfig = target.kubeconfig(client, cluster, workspace);
            Programs programs = target.programs(parent.root().environment(), install, workspace, kubeconfig);
            ApplianceBook book = new ApplianceBook(client, HandoffCommand.path(cluster, ""), "",
                    words -> parent.err().println("! " + Show.plainLines(words)));
            Runner runner = new Runner(install, workspace::text, programs, book, new HandoffRunText.Shown(parent
                    .err()), target.pace(InstantSource.system()));
            try (Stopping _ = Stopping.here(Duration.ofSeconds(30))) {
                Runner.Ended ended = runner.run(Steps.proving(install));
                parent.out().print(ended.isDone() ? "All was measured and is good.\n" : HandoffRunText.ended(ended));
                return ended.isDone() ? ExitCode.OK : ExitCode.FAILED;
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the bundle cannot be written to a folder for a while (" + e + ")", e);
        }
    }
}
