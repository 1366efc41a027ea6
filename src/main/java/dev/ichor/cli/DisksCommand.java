package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.DiskEntry;
import dev.ichor.server.admin.api.DiskSheet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ichor disks}. */
@Command(name = "disks", description = "Disks of all machines.", synopsisSubcommandLabel = "COMMAND")
final class DisksCommand extends Asking {
    @Command(name = "list", description = "Disks with what is on them and their roles.")
    int list(@Option(names = "--machine", paramLabel = "MACHINE", defaultValue = "", description = "Only of this one.")
             String key,
             @Option(names = "--text", paramLabel = "TEXT", defaultValue = "", description = "Only those with this "
                     + "text in serial number or model, or in what names the machine.") String text,
             @Mixin Output output) throws ClientFailed {
        AdminClient client = client();
        if (!key.isEmpty()) {
            if (!text.isEmpty()) {
                throw new Failure(ExitCode.USAGE, "give --machine or --text, not both");
            }
            return print(client.get(machine(key, "disks"), DiskSheet.class), output, SheetText::roles);
        }
        Pages.All<DiskEntry> all = Pages.DISKS.read(client, new Query(API + "disks").withText("q", text));
        if (output.isJson()) {
            json(all.json());
        } else {
            out().print(table(all.items()));
        }
        return ExitCode.OK;
    }

    static String table(List<DiskEntry> disks) {
        if (disks.isEmpty()) {
            return "No disk is like that.\n";
        }
        Table table = new Table("MACHINE", "NODE", "SERIAL", "SIZE", "MODEL", "TYPE", "ROLE", "CARRIES");
        disks.forEach(disk -> table.row(disk.machine(), disk.node(), disk.disk().serial(),
                Show.capacity(disk.disk().bytes()), disk.model(), disk.transport(),
                SheetText.role(disk.role(), disk.keep()), String.join("; ", disk.carries())));
        return table.text();
    }
}
