package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.FreshConfig;
import dev.ichor.server.admin.api.KubeconfigRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor kubeconfig}. */
@Command(name = "kubeconfig", description = {"Make a kubeconfig, by which kubectl reaches a cluster, with a fresh "
        + "client certificate."}, footer = {"", "The certificate cannot be revoked: keep its life short, and make "
        + "another when it ends.", "Example: ichor kubeconfig prod --user ann --group developers "
        + "--life 30d -o ann.yaml"})
final class KubeconfigCommand extends Asking implements Callable<Integer> {
    @Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER)
    private String cluster;

    @Option(names = "--user", paramLabel = "NAME", description = "Name of the user. Default: admin.")
    private String user;

    @Option(names = "--group", paramLabel = "GROUP", description = "A group of the user; what it may do, the cluster's "
            + "role bindings say. May repeat. Default without --user: system:masters, which may do all.")
    private List<String> groups;

    @Option(names = "--life", paramLabel = "TIME", converter = Life.class,
            description = "How long it lives, 5m to 3650d. Default: 12h.")
    private Integer minutes;

    @Mixin
    private SecretTarget target;

    @Override
    public Integer call() throws ClientFailed {
        return target.write(() -> {
            FreshConfig fresh = client().post(SecretsCommand.path(cluster, "kubeconfig"), new KubeconfigRequest(
                    Optional.ofNullable(user), Optional.ofNullable(groups), Optional.ofNullable(minutes)),
                    FreshConfig.class).value();
            err().println("Valid until " + Show.time(fresh.until()) + " UTC.");
            return fresh.text();
        }, person(), out(), err());
    }
}
