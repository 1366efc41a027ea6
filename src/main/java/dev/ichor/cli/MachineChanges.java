package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.NodeRequest;
import dev.ichor.server.admin.api.OrderAnswer;
import dev.ichor.server.admin.api.OrderRequest;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people decide about a machine, and the orders they give it. Public, because picocli inherits that alone. */
abstract class MachineChanges extends Asking {
    @Command(name = "reboot", description = "Tell a waiting machine to reboot.")
    public int reboot(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return order(key, "reboot", output);
    }

    @Command(name = "poweroff", description = "Tell a waiting machine to power off.")
    public int poweroff(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return order(key, "poweroff", output);
    }

    @Command(name = "boot-on", description = "Tell a waiting machine to leave the agent and boot its disk.")
    public int bootOn(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return order(key, "boot-on", output);
    }

    @Command(name = "read", description = "Tell a waiting machine to read its hardware anew.")
    public int read(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return order(key, "read", output);
    }

    private int order(String key, String order, Output output) throws ClientFailed {
        return print(client().post(machine(key, "orders"), new OrderRequest(order), OrderAnswer.class), output,
                answer -> paragraph(answer.answer()));
    }

    @Command(name = "release",
            description = "Say that a held machine and those it was confused with are different ones.")
    public int release(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return change(key, "release", "is released", output);
    }

    @Command(name = "adopt",
            description = "Say that a machine runs from its own disk already and boots it from now on.")
    public int adopt(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return change(key, "adopt", "is adopted and boots its own disk from now on", output);
    }

    @Command(name = "unassign", description = "Take a machine's node and disk roles away; the node stays declared.")
    public int unassign(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return change(key, "unassign", "is no node any more", output);
    }

    private int change(String key, String verb, String done, Output output) throws ClientFailed {
        return print(client().post(machine(key, verb), Map.of(), MachineDetail.class), output,
                detail -> said(detail, done));
    }

    @Command(name = "assign", description = "Make a machine a declared node, with the disk roles that the node names "
            + "or the suggestions.")
    public int assign(@Parameters(paramLabel = "MACHINE", description = KEY) String key,
                      @Parameters(paramLabel = "NODE", description = "Name of a declared node.") String node,
                      @Mixin Output output) throws ClientFailed {
        AdminClient client = client();
        String tag = client.get(machine(key), MachineDetail.class).tag();
        return print(client.put(machine(key, "node"), AdminClient.Body.json(new NodeRequest(node)),
                new AdminClient.Condition.Same(tag), MachineDetail.class), output, detail -> said(detail, "is "
                + node + " now"));
    }

    private static String said(MachineDetail detail, String done) {
        return paragraph(detail.machine().id() + " " + done + ": " + detail.machine().reason().text());
    }

    @Command(name = "forget", description = "Forget a machine that is gone; its events stay.")
    public int forget(@Parameters(paramLabel = "MACHINE", description = KEY) String key,
                      @Option(names = "--yes", description = "Do not ask.") boolean yes) throws ClientFailed {
        AdminClient client = client();
        AdminClient.Answer<MachineDetail> answer = client.get(machine(key), MachineDetail.class);
        String id = answer.value().machine().id().text();
        agree("Forget " + id + (answer.value().machine().serial().isEmpty() ? "" : " with the serial number "
                + Show.plain(answer.value().machine().serial())) + "?", yes);
        client.delete(machine(id), new AdminClient.Condition.Same(answer.tag()));
        out().println(id + " is forgotten.");
        return ExitCode.OK;
    }
}
