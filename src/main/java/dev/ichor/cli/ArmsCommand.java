package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.ArmView;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ichor arms}. */
@Command(name = "arms", description = "Permissions to overwrite disks, over or not.",
        synopsisSubcommandLabel = "COMMAND")
final class ArmsCommand extends Asking {
    @Command(name = "list", description = "Arms, newest first.")
    int list(@Option(names = "--machine", paramLabel = "MACHINE", defaultValue = "", description = "Only of this one.")
             String key, @Option(names = "--live", description = "Only those that live.") boolean live,
             @Mixin Output output) throws ClientFailed {
        Pages.All<ArmView> all = Pages.ARMS.read(client(), new Query(API + "arms").withText("machine", key)
                .withFlag("live", live));
        if (output.isJson()) {
            json(all.json());
        } else {
            out().print(table(all.items()));
        }
        return ExitCode.OK;
    }

    static String table(List<ArmView> arms) {
        if (arms.isEmpty()) {
            return "There is no arm.\n";
        }
        Table table = new Table("ARM", "MACHINE", "FOR", "BY", "FROM", "UNTIL", "DISKS", "STATE");
        arms.forEach(arm -> table.row(arm.id(), arm.machine(), arm.purpose(), arm.by(), Show.time(arm.from()),
                Show.time(arm.until()), arm.disks().stream().map(disk -> disk.disk().serial() + (disk.erase()
                        ? " " + disk.state() : "")).collect(Collectors.joining(", ")), arm.ended().isEmpty() ? "live"
                        : arm.end() + (arm.why().isEmpty() ? "" : ": " + arm.why())));
        return table.text();
    }
}
