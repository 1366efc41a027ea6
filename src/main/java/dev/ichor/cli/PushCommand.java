package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.PushAnswer;
import dev.ichor.server.admin.api.PushRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor push}. */
@Command(name = "push", description = "Give a node that waits in Talos's maintenance mode its configuration; its "
        + "machine must be armed to install.", footer = {"", "The node is asked first, always; it must show the machine's "
                + "identity and the disks of the arm.", "Example: ichor push m-2h7kq9xz 10.0.0.57 --dry-run"})
final class PushCommand extends Asking implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MACHINE", description = KEY)
    private String key;

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "Where the node waits.")
    private String address;

    @Option(names = "--dry-run", description = "Only ask the node whether it would take it.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask whether to go on.")
    private boolean yes;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        Ipv4 node;
        try {
            node = Ipv4.parse(address);
        } catch (Malformed e) {
            throw new Failure(ExitCode.USAGE, "ADDRESS: " + e.getMessage(), e);
        }
        agree("Give " + key + " at " + node + " its configuration? It then installs itself on its armed disk.",
                yes || dryRun);
        AdminClient.Answer<PushAnswer> answer = client().post(machine(key, "push"), new PushRequest(node,
                Optional.of(dryRun)), PushAnswer.class);
        return print(answer, output, PushCommand::text);
    }

    static String text(PushAnswer answer) {
        StringBuilder out = new StringBuilder();
        answer.warnings().forEach(warning -> out.append(paragraph("The node warns: " + warning)));
        String talos = answer.version().isEmpty() ? "" : " (Talos " + answer.version() + ")";
        return out.append(paragraph(answer.dryRun() ? "The node" + talos + " would take it. Nothing was changed."
                : "The node" + talos + " took it and installs itself. `ichor log " + answer.machine()
                + " -f` follows.")).toString();
    }
}
