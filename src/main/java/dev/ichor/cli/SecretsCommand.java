package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.MintedList;
import dev.ichor.server.admin.api.MintedView;
import dev.ichor.server.admin.api.SecretsAnswer;
import dev.ichor.server.admin.api.SecretsFile;
import dev.ichor.server.admin.api.SecretsRequest;
import dev.ichor.server.admin.api.SecretsView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor secrets}. */
@Command(name = "secrets", description = "The secrets of clusters: authorities, keys and tokens of Talos and "
        + "Kubernetes.", synopsisSubcommandLabel = "COMMAND")
final class SecretsCommand extends Asking {
    static final String CLUSTER = "Name of the cluster.";
    private static final Map<String, String> ORIGINS = Map.of("generated", "made here", "secrets-file",
            "imported from a secrets.yaml", "configuration", "imported from a control plane's configuration");

    static String path(String cluster, String rest) {
        return API + "clusters/" + AdminClient.segment(cluster) + "/" + rest;
    }

    @Command(name = "show", description = "Whether a cluster has secrets, and when its authorities end.")
    int show(@Parameters(paramLabel = "CLUSTER", description = CLUSTER) String cluster, @Mixin Output output)
            throws ClientFailed {
        AdminClient.Answer<SecretsAnswer> answer = client().get(path(cluster, "secrets"), SecretsAnswer.class);
        print(answer, output, secrets -> text(cluster, secrets.secrets()));
        if (!output.isJson() && answer.value().secrets().isPresent()) {
            long ending = client().get(path(cluster, "minted?limit=1000"), MintedList.class).value().items().stream()
                    .filter(one -> one.standing().equals("ends-soon")).count();
            if (ending > 0) {
                out().println((ending == 1 ? "1 client certificate ends" : ending + " client certificates end")
                        + " within 30 days: ichor secrets minted " + Show.plain(cluster));
            }
        }
        return ExitCode.OK;
    }

    static String text(String cluster, Optional<SecretsView> secrets) {
        if (secrets.isEmpty()) {
            return "The cluster " + Show.plain(cluster) + " has no secrets yet: ichor secrets make or import.\n";
        }
        SecretsView view = secrets.get();
        String first = paragraph("Secrets of " + view.cluster() + ", " + ORIGINS.getOrDefault(view.origin(),
                view.origin()) + " " + Show.time(view.made()) + ", sealed with the key " + view.sealedWith() + ".");
        if (!view.openable()) {
            return first + paragraph("They cannot be opened: " + view.trouble());
        }
        Table table = new Table("AUTHORITY", "ENDS", "STATE");
        view.authorities().forEach(one -> table.row(one.name(), Show.time(one.until()), one.standing()));
        return first + table.text();
    }

    @Command(name = "make", description = "Make new secrets for a cluster that has none.")
    int make(@Parameters(paramLabel = "CLUSTER", description = CLUSTER) String cluster, @Mixin Output output)
            throws ClientFailed {
        return create(cluster, Optional.empty(), output);
    }

    @Command(name = "import", description = {"Take the secrets of a cluster that runs: a secrets.yaml, or the",
            "configuration of one of its control planes."})
    int take(@Parameters(paramLabel = "CLUSTER", description = CLUSTER) String cluster,
             @Parameters(paramLabel = "FILE", description = "The file; it is only read.") Path file,
             @Mixin Output output) throws ClientFailed {
        try {
            return create(cluster, Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(
                    Files.readAllBytes(file))).toString()), output);
        } catch (CharacterCodingException e) {
            throw new Failure(ExitCode.FAILED, file + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "could not read " + file + " (" + e + ")", e);
        }
    }

    private int create(String cluster, Optional<String> file, Output output) throws ClientFailed {
        return print(client().post(path(cluster, "secrets"), new SecretsRequest(file), SecretsView.class), output,
                view -> text(cluster, Optional.of(view)));
    }

    @Command(name = "export", description = {"Write a cluster's secrets as secrets.yaml. Who has that file is the",
            "cluster's master."})
    int export(@Parameters(paramLabel = "CLUSTER", description = CLUSTER) String cluster, @Mixin SecretTarget target)
            throws ClientFailed {
        return target.write(() -> client().post(path(cluster, "secrets/export"), Map.of(), SecretsFile.class).value()
                .text(), person(), out(), err());
    }

    @Command(name = "minted", description = "The client certificates of talosconfig and kubeconfig files, newest "
            + "first.")
    int minted(@Parameters(paramLabel = "CLUSTER", description = CLUSTER) String cluster,
               @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "How many at most, to "
                       + "1000. Default: 100.") int limit, @Mixin Output output) throws ClientFailed {
        return print(path(cluster, "minted?limit=" + limit), MintedList.class, output, SecretsCommand::table);
    }

    static String table(MintedList list) {
        Table table = new Table("FILE", "WHO", "ROLE", "MADE", "ENDS", "STATE");
        for (MintedView one : list.items()) {
            table.row(one.kind(), one.who(), one.role(), Show.time(one.at()), Show.time(one.until()), one.standing());
        }
        return table.isEmpty() ? "No client certificate was made.\n" : table.text();
    }

    @Command(name = "forget", description = "Forget the secrets of a cluster that is declared no more.")
    int forget(@Parameters(paramLabel = "CLUSTER", description = CLUSTER) String cluster,
               @Option(names = "--yes", description = "Do not ask whether to go on.") boolean yes)
            throws ClientFailed {
        agree("The secrets of " + Show.plain(cluster) + " cannot be made again; without them nobody gets into its "
                + "nodes. Forget them?", yes);
        client().delete(path(cluster, "secrets"), new AdminClient.Condition.None());
        out().println("The secrets of " + Show.plain(cluster) + " are forgotten.");
        return ExitCode.OK;
    }
}
