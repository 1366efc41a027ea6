package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.BundleDifference;
import dev.ichor.server.admin.api.GateList;
import dev.ichor.server.admin.api.GivenList;
import dev.ichor.server.admin.api.HandoffPlanView;
import dev.ichor.server.admin.api.RunList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor handoff}. Commands of their own class reach the appliance through this one. */
@Command(name = "handoff", description = "Mayastor on a cluster that is installed: plan, gates, bundle, runs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HandoffBundleCommand.class, HandoffRunCommand.class, HandoffProveCommand.class,
                HandoffTellCommand.class, HandoffTimelineCommand.class})
final class HandoffCommand extends Asking {
    /** The path of a cluster's hand-off, and of what belongs to it. */
    static String path(String cluster, String rest) {
        return SecretsCommand.path(cluster, "handoff/" + rest);
    }

    @Command(name = "plan", description = "What the hardware gives, and what would be installed on it; fails if there "
            + "is no bundle.")
    int plan(@Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER) String cluster,
             @Mixin Output output) throws ClientFailed {
        AdminClient.Answer<HandoffPlanView> answer = client().get(path(cluster, "plan"), HandoffPlanView.class);
        print(answer, output, HandoffPlanText::of);
        return answer.value().refused() ? ExitCode.FAILED : ExitCode.OK;
    }

    @Command(name = "gates", description = "Whether Mayastor can be installed now; fails if a gate is red.",
            footer = {"", "A red gate lets nobody pass. An unknown one may be let pass by its name."})
    int gates(@Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER) String cluster,
              @Mixin Output output) throws ClientFailed {
        AdminClient.Answer<GateList> answer = client().get(path(cluster, "gates"), GateList.class);
        print(answer, output, HandoffText::gates);
        return HandoffText.count(answer.value(), "red") > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    @Command(name = "diff", description = "What differs now from the bundle that was given out last.")
    int diff(@Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER) String cluster,
             @Option(names = "--full", description = "All lines that differ, also of files that are wholly new or "
                     + "gone.") boolean full, @Mixin Output output) throws ClientFailed {
        return print(path(cluster, "diff"), BundleDifference.class, output, difference ->
                HandoffText.difference(difference, full));
    }

    @Command(name = "given", description = "The bundles that were given out, newest first.")
    int given(@Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER) String cluster,
              @Mixin Output output) throws ClientFailed {
        return print(path(cluster, "bundles"), GivenList.class, output, HandoffText::given);
    }

    @Command(name = "runs", description = "The runs with their steps and results, newest first.")
    int runs(@Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER) String cluster,
             @Option(names = "--limit", paramLabel = "N", defaultValue = "5", description = "How many at most, to "
                     + "1000. Default: 5.") int limit, @Mixin Output output) throws ClientFailed {
        return print(path(cluster, "runs?limit=" + limit), RunList.class, output, HandoffText::runs);
    }
}
