package dev.ichor.cli;

import dev.ichor.inventory.Declared;
import dev.ichor.server.admin.api.DeclaredItem;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ichor clusters}. */
@Command(name = "clusters", description = "Declared clusters.", synopsisSubcommandLabel = "COMMAND")
final class ClustersCommand extends DeclaredCommand {
    ClustersCommand() {
        super(Declared.Kind.CLUSTER);
    }

    @Override
    String table(List<DeclaredItem> items) {
        Table table = new Table("NAME", "ENDPOINT", "TALOS", "KUBERNETES", "VERSION");
        items.forEach(item -> table.row(item.name(), member(item, "endpoint"), member(item, "talos"),
                member(item, "kubernetes"), item.version()));
        return table.text();
    }
}
