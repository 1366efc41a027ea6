package dev.ichor.cli;

import dev.ichor.base.Sha256;
import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.client.handoff.Pace;
import dev.ichor.client.handoff.Programs;
import dev.ichor.client.handoff.Workspace;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Mirror;
import dev.ichor.mayastor.run.Step;
import dev.ichor.mayastor.run.Steps;
import dev.ichor.server.admin.api.BundleView;
import dev.ichor.server.admin.api.FreshConfig;
import dev.ichor.server.admin.api.KubeconfigRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which cluster a hand-off is done to, with what, and where its parts come from. */
final class HandoffTarget {
    private static final int LIFE_MINUTES = 6 * 60;

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Reach the cluster with this. Default: the "
            + "appliance makes one that lives six hours; it is deleted at the end.")
    private Path kubeconfig;

    @Option(names = "--registry", paramLabel = "HOST", description = "Pull all images from this registry, with or "
            + "without a path. Default: as the cluster is declared.")
    private String registry = "";

    @Option(names = "--chart", paramLabel = "FROM", description = "Where the chart is: the URL of a Helm "
            + "repository, an oci:// reference, or a .tgz file. Default: its own repository on the internet.")
    private String chart = "";

    @Option(names = "--patience", paramLabel = "TIME", converter = Minutes.class, description = "Give up each "
            + "wait after this, 1m to 24h. Default: 5 to 15 minutes, by step.")
    private Integer minutes;

    /** A bundle as it is now. @param hash of it, unless it was changed for a registry */
    record Fetched(Install install, Sha256 hash) {
    }

    Workspace workspace() throws IOException {
        return Workspace.make(Optional.empty());
    }

    /** Writes the bundle into the workspace. */
    Fetched fetch(AdminClient client, String cluster, Workspace workspace) throws ClientFailed, IOException {
        BundleView bundle = client.get(HandoffCommand.path(cluster, "bundle?texts=true"), BundleView.class).value();
        Map<String, String> files = new LinkedHashMap<>();
        bundle.files().forEach(file -> files.put(file.path(), file.text().orElse("")));
        Install install = Install.read(files.getOrDefault("bundle.json", "")).orElseThrow(() -> new Failure(
                ExitCode.FAILED, "the bundle of " + cluster + " cannot be installed by this version of ichor: its "
                + "bundle.json says too little. Take the ichor of the appliance."));
        workspace.write(registry.isEmpty() ? files : Mirror.of(install, files, registry));
        return new Fetched(install, bundle.hash());
    }

    private Steps.Source source(Install install) {
        Steps.Source source = chart.isEmpty() ? Steps.Source.of(install) : Steps.Source.of(install, absolute(chart));
        return registry.isEmpty() ? source : source.with(Mirror.VALUES);
    }

    /** helm runs in the bundle's folder. */
    private static String absolute(String chart) {
        boolean file = !chart.contains("://") && (chart.endsWith(".tgz") || Files.exists(Path.of(chart)));
        return file ? Path.of(chart).toAbsolutePath().normalize().toString() : chart;
    }

    List<Step> steps(Install install) {
        return Steps.of(install, source(install));
    }

    /** Names of the programs that are not there. */
    List<String> missing(Map<String, String> environment) {
        return Stream.of("helm", "kubectl").filter(name -> program(environment, name).isEmpty()).toList();
    }

    private static Optional<Path> program(Map<String, String> environment, String name) {
        return Programs.find(environment.getOrDefault("PATH", ""), name);
    }

    Programs programs(Map<String, String> environment, Install install, Workspace workspace, Path config) {
        return new Programs(program(environment, "helm").orElseThrow(), program(environment, "kubectl").orElseThrow(),
                install.namespace(), workspace.bundle(), config);
    }

    /** The file that was named, or a fresh one in the workspace. */
    Path kubeconfig(AdminClient client, String cluster, Workspace workspace) throws ClientFailed, IOException {
        if (kubeconfig == null) {
            return workspace.kubeconfig(client.post(SecretsCommand.path(cluster, "kubeconfig"), new KubeconfigRequest(
                    Optional.empty(), Optional.empty(), Optional.of(LIFE_MINUTES)), FreshConfig.class).value().text());
        }
        if (!Files.isReadable(kubeconfig)) {
            throw new Failure(ExitCode.FAILED, kubeconfig + " cannot be read, so nothing was done");
        }
        return kubeconfig.toAbsolutePath();
    }

    Pace pace(InstantSource clock) {
        Pace usual = Pace.usual(clock);
        return minutes == null ? usual : new Pace(usual.clock(), usual.pause(), usual.every(),
                Duration.ofMinutes(minutes));
    }
}
