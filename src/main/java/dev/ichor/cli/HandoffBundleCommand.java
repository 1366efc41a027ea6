package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.BundleView;
import dev.ichor.server.admin.api.GivenView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ichor handoff bundle}. */
@Command(name = "bundle", description = "The files that install Mayastor, as they would be now: listed, or written "
        + "into a folder or an archive.",
        footer = {"", "What is written is kept by the appliance too, so that later bundles can be compared with it.",
                "Example: ichor handoff bundle prod --to prod-mayastor/"})
final class HandoffBundleCommand implements Callable<Integer> {
    @ParentCommand
    private HandoffCommand handoff;

    @Parameters(paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER)
    private String cluster;

    @Option(names = "--to", paramLabel = "FOLDER", description = "Write them into this folder, in place of another "
            + "bundle of the cluster if there is one.")
    private Path folder;

    @Option(names = "--archive", paramLabel = "FILE", description = "Write them as a tar.gz; the same bundle is the "
            + "same bytes.")
    private Path archive;

    @Option(names = "--force", description = "Write over the archive, or over files in the folder that were "
            + "changed by hand.")
    private boolean force;

    @Option(names = "--hands-free", description = "With the Job that installs without a person; refused while a gate "
            + "is red.")
    private boolean handsFree;

    @Option(names = "--allow", paramLabel = "GATE", description = "An unknown gate that --hands-free lets pass. May "
            + "repeat.")
    private List<String> allowed = List.of();

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        if (folder != null && archive != null) {
            throw new Failure(ExitCode.USAGE, "give --to or --archive, not both");
        }
        AdminClient client = handoff.client();
        if (folder == null && archive == null) {
            return handoff.print(path(false), BundleView.class, output, HandoffText::bundle);
        }
        try {
            // What cannot be written is not given out.
            if (folder != null) {
                BundleFolder.check(folder, cluster, force);
            } else {
                BundleArchiveFile.check(archive, force);
            }
            BundleView bundle = client.get(path(true), BundleView.class).value();
            BundleFolder.files(bundle);
            AdminClient.Answer<GivenView> given = give(client, bundle);
            if (folder != null) {
                BundleFolder.write(folder, bundle, force);
            } else {
                BundleArchiveFile.write(archive, bundle);
            }
            return handoff.print(given, output, this::text);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "could not write " + (folder != null ? folder : archive) + " (" + e
                    + ")", e);
        }
    }

    private String path(boolean texts) {
        Query query = new Query(HandoffCommand.path(cluster, "bundle")).withFlag("texts", texts)
                .withFlag("hands-free", handsFree);
        for (String gate : allowed) {
            query = query.with("allow", gate);
        }
        return query.path();
    }

    /** The appliance keeps the bundle without what is hands-free: that is another way to do the same. */
    private AdminClient.Answer<GivenView> give(AdminClient client, BundleView bundle) throws ClientFailed {
        AdminClient.Answer<GivenView> given = client.post(HandoffCommand.path(cluster, "bundles"), Map.of(),
                GivenView.class);
        if (!handsFree && !given.value().hash().equals(bundle.hash())) {
            throw new Failure(ExitCode.FAILED, "the cluster changed while its bundle was made, nothing was written; "
                    + "try again");
        }
        return given;
    }

    private String text(GivenView given) {
        return "Bundle " + given.hash().hex().substring(0, 12) + " with " + Show.plain(given.chart())
                + " is written to " + (folder != null ? folder : archive) + ".\n";
    }
}
