package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Readings;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.server.admin.api.BundleView;
import dev.ichor.server.admin.api.ProofsAnswer;
import dev.ichor.server.admin.api.ProofsRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ichor handoff tell}. */
@Command(name = "tell", description = "Tell the appliance what the bundle's checks printed on a node, so that its "
        + "gates can read it; fails if something is bad.",
        footer = {"", "It counts as measured now: tell it as soon as the check has ended.",
                "Example: kubectl -n openebs logs ichor-disks-worker-1 | ichor handoff tell prod worker-1 -"})
final class HandoffTellCommand implements Callable<Integer> {
    @ParentCommand
    private HandoffCommand handoff;

    @Parameters(index = "0", paramLabel = "CLUSTER", description = SecretsCommand.CLUSTER)
    private String cluster;

    @Parameters(index = "1", paramLabel = "NODE", description = "The storage node on which the check ran.")
    private String name;

    @Parameters(index = "2", paramLabel = "FILE", description = "What it printed; - for standard input.")
    private String file;

    @Option(names = "--installed", description = "Mayastor runs on the node and has its hugepages already.")
    private boolean installed;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        String log = log();
        AdminClient client = handoff.client();
        Install install = client.get(new Query(HandoffCommand.path(cluster, "bundle")).with("texts", true).path(),
                BundleView.class).value().files().stream().filter(one -> one.path().equals("bundle.json")).findFirst()
                .flatMap(one -> one.text().flatMap(Install::read)).orElseThrow(() -> new Failure(ExitCode.FAILED,
                        "the bundle of " + cluster + " does not say what it installs; update the appliance"));
        Install.Node node = install.nodes().stream().filter(one -> one.name().equals(name)).findFirst()
                .orElseThrow(() -> new Failure(ExitCode.NOT_FOUND, "the cluster " + cluster + " has no storage node '"
                        + name + "'; it has " + String.join(", ", install.nodes().stream().map(Install.Node::name)
                        .toList())));
        Readings readings = readings(install, node, log);
        if (readings.proofs().isEmpty()) {
            throw new Failure(ExitCode.FAILED, "what was printed says nothing of " + name + ", so nothing was told; "
                    + "give what a pod of the bundle's folder checks printed on that node");
        }
        handoff.print(client.post(HandoffCommand.path(cluster, "proofs"), new ProofsRequest(readings.proofs().stream()
                .map(one -> new ProofsRequest.Item(one.kind(), one.subject(), one.good(), one.detail())).toList()),
                ProofsAnswer.class), output, answer -> text(readings));
        return readings.bad().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private String log() {
        try {
            return new String(file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file)),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "could not read " + (file.equals("-") ? "standard input" : file) + " ("
                    + e + ")", e);
        }
    }

    private Readings readings(Install install, Install.Node node, String log) {
        Instant now = Instant.now();
        List<String> lines = log.lines().map(String::strip).toList();
        Readings all = Readings.NONE;
        if (lines.stream().anyMatch(line -> line.startsWith("ichor-jumbo ") || line.startsWith("ichor-hugepages "))) {
            all = all.and(Readings.network(install, node, log, installed, now));
        }
        return lines.stream().anyMatch(line -> line.startsWith("ichor-disk "))
                ? all.and(Readings.disks(node, log, now)) : all;
    }

    static String text(Readings readings) {
        StringBuilder out = new StringBuilder();
        for (Proof proof : readings.proofs()) {
            out.append(Marked.of(proof.good() ? "GOOD" : "BAD", proof.kind() + " of " + proof.subject()
                    + (proof.detail().isEmpty() ? "" : ": " + proof.detail())));
        }
        readings.missing().forEach(one -> out.append(Marked.of("MISSING", one)));
        return out.toString();
    }
}
