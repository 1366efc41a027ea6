package dev.ichor.provisioner;

import dev.ichor.base.Problem;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.World;
import dev.ichor.inventory.plan.Change;
import dev.ichor.yaml.inventory.InventoryFile;
import dev.ichor.yaml.inventory.InventoryReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What files would make of the declared world. */
final class Drafts {
    private final Stores stores;
    private final WorldChange changes;

    Drafts(Stores stores, WorldChange changes) {
        this.stores = stores;
        this.changes = changes;
    }

    /** What is declared here and stays whatever the files say. */
    World staying(boolean prune) {
        return stores.database().reading(connection -> {
            World now = stores.declared().remember(connection);
            Set<String> made = new HashSet<>(stores.declared().made(connection));
            return prune ? new World(List.of(), now.nodes().stream().filter(node -> made.contains(node.name()))
                    .toList(),
                    List.of()) : now;
        });
    }

    /** What files want, against what there is. */
    record Draft(List<Change> changes, List<WorldChange.Step> steps, List<Problem> problems) {
    }

    Draft of(Connection connection, InventoryReader.Read read, boolean prune) throws SQLException {
        World now = stores.declared().world(connection);
        List<Change> wanted = Change.between(now, read.world(), prune,
                new HashSet<>(stores.declared().made(connection)));
        List<WorldChange.Step> steps = new ArrayList<>();
        for (Change change : wanted) {
            if (change.action() != Change.Action.LEAVE) {
                Optional<InventoryFile> file = Optional.ofNullable(read.files().get(DeclaredWorld.object(change.kind(),
                        change.name())));
                steps.add(new WorldChange.Step(thing(now, change), change.action() == Change.Action.DELETE
                        ? Optional.empty() : thing(read.world(), change), file.map(InventoryFile::path).orElse(""),
                        file.map(InventoryFile::text)));
            }
        }
        return new Draft(wanted, steps, changes.problems(connection, WorldChange.after(now, steps), steps));
    }

    private static Optional<Declared> thing(World world, Change change) {
        return switch (change.kind()) {
            case CLUSTER -> world.cluster(change.name()).map(Declared.class::cast);
            case NODE -> world.node(change.name()).map(Declared.class::cast);
            case POLICY -> world.policy(change.name()).map(Declared.class::cast);
        };
    }
}
