package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.FreshConfig;
import dev.ichor.server.admin.api.TalosconfigRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor talosconfig}. */
@Command(name = "talosconfig", description = {"Make a talosconfig, by which talosctl reaches a cluster, with a fresh "
        + "client certificate."}, footer = {"", "The certificate cannot be revoked: keep its life short, and make "
        + "another when it ends.", "Example: ichor talosconfig prod --role os:reader --life 8h -o talosconfig"})
final class TalosconfigCommand extends Asking implements Callable<Integer> {
    @Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER)
    private String cluster;

    @Option(names = "--role", paramLabel = "ROLE", completionCandidates = Words.TalosRoles.class, description =
            "What its holder may do, such as os:reader. May repeat. Default: os:admin.")
    private List<String> roles;

    @Option(names = "--life", paramLabel = "TIME", converter = Life.class,
            description = "How long it lives, 5m to 3650d. Default: 12h.")
    private Integer minutes;

    @Option(names = "--endpoint", paramLabel = "HOST", description = "A host to connect to. May repeat. Default: the "
            + "control planes whose address is known, else the cluster's endpoint.")
    private List<String> endpoints;

    @Mixin
    private SecretTarget target;

    @Override
    public Integer call() throws ClientFailed {
        return target.write(() -> {
            FreshConfig fresh = client().post(SecretsCommand.path(cluster, "talosconfig"), new TalosconfigRequest(
                    Optional.ofNullable(roles), Optional.ofNullable(minutes), Optional.ofNullable(endpoints)),
                    FreshConfig.class).value();
            err().println("Valid until " + Show.time(fresh.until()) + " UTC.");
            return fresh.text();
        }, person(), out(), err());
    }
}
