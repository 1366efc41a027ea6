package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.client.handoff.ApplianceBook;
import dev.ichor.client.handoff.Programs;
import dev.ichor.client.handoff.Runner;
import dev.ichor.client.handoff.Workspace;
import dev.ichor.json.Json;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Step;
import dev.ichor.server.admin.api.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ichor handoff run}. */
@Command(name = "run", description = "Install Mayastor on a cluster, with the helm and kubectl of this machine, "
        + "and try it.",
        footer = {"", "Stops at the first step that fails, with the cause; to run again goes on. Nothing is wiped, and "
                + "no pool is created before each of its disks was proven in this run. Without helm or kubectl it "
                + "prints what to run.", "Example: ichor handoff run prod --allow versions"})
final class HandoffRunCommand implements Callable<Integer> {
    @ParentCommand
    private HandoffCommand parent;

    @Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER)
    private String cluster;

    @Option(names = "--allow", paramLabel = "GATE", description = "Let this gate pass although it is unknown; it is "
            + "written down. May repeat. No gate passes that is red.")
    private List<String> allow = List.of();

    @Option(names = "--print", description = "Print the commands, and do nothing.")
    private boolean print;

    @Option(names = "--yes", description = "Do not ask whether to go on.")
    private boolean yes;

    @Mixin
    private HandoffTarget target;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        AdminClient client = parent.client();
        try (Workspace workspace = target.workspace()) {
            HandoffTarget.Fetched fetched = target.fetch(client, cluster, workspace);
            Install install = fetched.install();
            List<Step> steps = target.steps(install);
            List<String> missing = target.missing(parent.root().environment());
            if (print || !missing.isEmpty()) {
                return print(install, steps, missing);
            }
            parent.err().print(HandoffRunText.disks(install));
            parent.agree("Install Mayastor on " + cluster + "? These disks become pools; what is on them is lost.",
                    yes);
            return run(client, workspace, fetched, steps);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the bundle cannot be written to a folder for a while (" + e + ")", e);
        }
    }

    private int print(Install install, List<Step> steps, List<String> missing) {
        parent.out().print(HandoffRunText.commands(install, steps, cluster));
        if (!missing.isEmpty() && !print) {
            parent.out().flush();
            throw new Failure(ExitCode.ABSENT, String.join(" and ", missing) + " " + (missing.size() == 1 ? "is"
                    : "are") + " not on the PATH, so nothing was done. The commands above do it elsewhere; with both "
                    + "on the PATH this command does it itself.");
        }
        return ExitCode.OK;
    }

    private int run(AdminClient client, Workspace workspace, HandoffTarget.Fetched fetched, List<Step> steps)
            throws ClientFailed, IOException {
        Install install = fetched.install();
        Path kubeconfig = target.kubeconfig(client, cluster, workspace);
        RunView begun = ApplianceBook.begin(client, HandoffCommand.path(cluster, ""), allow);
        ApplianceBook book = new ApplianceBook(client, HandoffCommand.path(cluster, ""), begun.id(),
                words -> parent.err().println("! " + Show.plainLines(words)));
        if (!begun.bundle().equals(fetched.hash())) {
            book.end("stopped");
            throw new Failure(ExitCode.FAILED, "the bundle of " + cluster + " changed just now, so nothing was done. "
                    + "Look at `ichor handoff diff " + cluster + "`, then run again.");
        }
        Programs programs = target.programs(parent.root().environment(), install, workspace, kubeconfig);
        Runner runner = new Runner(install, workspace::text, programs, book, new HandoffRunText.Shown(parent.err()),
                target.pace(InstantSource.system()));
        Runner.Ended ended;
        try (Stopping _ = Stopping.here(Duration.ofSeconds(30))) {
            ended = runner.run(steps);
        }
        if (output.isJson()) {
            parent.json(Json.write(result(begun.id(), ended)));
        } else {
            parent.out().print(HandoffRunText.ended(ended));
        }
        return ended.isDone() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Map<String, Object> result(String run, Runner.Ended ended) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("run", run);
        result.put("outcome", ended.outcome());
        result.put("step", ended.step());
        result.put("words", ended.words());
        result.put("causes", ended.causes());
        result.put("figures", ended.figures());
        return result;
    }
}
