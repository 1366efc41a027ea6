package dev.ichor.cli;

import dev.ichor.inventory.Declared;
import dev.ichor.server.admin.api.DeclaredItem;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ichor nodes}. */
@Command(name = "nodes", description = "Declared nodes, and the machines that they are.",
        synopsisSubcommandLabel = "COMMAND")
final class NodesCommand extends DeclaredCommand {
    NodesCommand() {
        super(Declared.Kind.NODE);
    }

    @Override
    String table(List<DeclaredItem> items) {
        Table table = new Table("NAME", "CLUSTER", "TYPE", "ZONE", "MACHINE", "ADDRESS", "MADE BY", "VERSION");
        items.forEach(item -> table.row(item.name(), member(item, "cluster"), member(item, "type"),
                member(item, "zone"), Show.of(item.machine()), Show.of(item.address()),
                item.made().map(policy -> "policy " + policy).orElse(""), item.version()));
        return table.text();
    }
}
