package dev.ichor.provisioner;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.World;
import dev.ichor.inventory.plan.Change;
import dev.ichor.json.Json;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.DeclaredStore;
import dev.ichor.yaml.inventory.InventoryFile;
import dev.ichor.yaml.inventory.InventoryReader;
import dev.ichor.yaml.inventory.InventoryWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The declared world in the database. Waiting machines are looked at anew after each change of it. Thread-safe. */
final class DeclaredWorld implements Declarations {
    private final Stores stores;
    private final Ledger ledger;
    private final WorldChange changes;
    private final InstantSource clock;
    private final Runnable changed;

    /** @param changed called after each change */
    DeclaredWorld(Stores stores, Ledger ledger, WorldChange changes, InstantSource clock, Runnable changed) {
        this.stores = stores;
        this.ledger = ledger;
        this.changes = changes;
        this.clock = clock;
        this.changed = changed;
    }

    @Override
    public World world() {
        return stores.database().reading(stores.declared()::remember);
    }

    @Override
    public List<Item> list(Declared.Kind kind) {
        return stores.database().reading(connection -> {
            Map<String, String> machines = stores.machines().ofNodes(connection);
            Map<String, Ipv4> addresses = stores.addresses().byNode(connection);
            return stores.declared().list(connection, kind).stream()
                    .map(stored -> item(stored, machines, addresses)).toList();
        });
    }

    @Override
    public Optional<Item> find(Declared.Kind kind, String name) {
        return stores.database().reading(connection -> find(connection, kind, name));
    }

    private Optional<Item> find(Connection connection, Declared.Kind kind, String name) throws SQLException {
        Map<String, String> machines = stores.machines().ofNodes(connection);
        Map<String, Ipv4> addresses = stores.addresses().byNode(connection);
        return stores.declared().find(connection, kind, name).map(stored -> item(stored, machines, addresses));
    }

    private static Item item(DeclaredStore.Stored stored, Map<String, String> machines, Map<String, Ipv4> addresses) {
        Declared declared = stored.declared();
        boolean node = declared.kind() == Declared.Kind.NODE;
        return new Item(declared, stored.version(), stored.made(), node ? machines.getOrDefault(declared.name(), "") : "",
                node ? Optional.ofNullable(addresses.get(declared.name())) : Optional.empty());
    }

    @Override
    public Outcome<Item> put(Declared.Kind kind, String name, String text, OptionalLong version, Caller by) {
        Problems problems = new Problems();
        Optional<Declared> read = InventoryReader.readOne(text, kind.folder() + "/" + name, problems);
        read.filter(thing -> thing.kind() != kind || !thing.name().equals(name)).ifPresent(thing -> problems.add("/name",
                "this is the " + thing.kind().label() + " " + thing.name() + ", not the " + kind.label() + " " + name,
                "Name in the path and in the body must be the same"));
        if (read.isEmpty() || !problems.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, problems.list());
        }
        Outcome<Item> outcome = ledger.change(writing -> put(writing, read.get(), text, version, by));
        changed.run();
        return outcome;
    }

    private Outcome<Item> put(Ledger.Writing writing, Declared thing, String text, OptionalLong version, Caller by)
            throws SQLException {
        Connection connection = writing.connection();
        Optional<DeclaredStore.Stored> before = stores.declared().find(connection, thing.kind(), thing.name());
        if (version.isPresent() && version.getAsLong() != before.map(DeclaredStore.Stored::version).orElse(0L)) {
            return stale(thing.kind(), thing.name(), before);
        }
        Optional<String> source = text.stripLeading().startsWith("{") ? Optional.empty() : Optional.of(text);
        String path = before.map(DeclaredStore.Stored::path).orElse(InventoryWriter.path(thing));
        if (before.isPresent() && before.get().declared().equals(thing)) {
            if (source.isPresent()) {
                stores.declared().resource(connection, thing, path, source.get());
            }
            return new Outcome.Done<>(find(connection, thing.kind(), thing.name()).orElseThrow());
        }
        World now = stores.declared().world(connection);
        WorldChange.Step step = new WorldChange.Step(before.map(DeclaredStore.Stored::declared), Optional.of(thing), path,
                source);
        List<Problem> wrong = changes.problems(connection, WorldChange.after(now, List.of(step)), List.of(step));
        if (!wrong.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, wrong);
        }
        changes.make(writing, List.of(step), clock.instant());
        writing.audit(by, (before.isPresent() ? "change " : "declare ") + thing.kind().label().toLowerCase(
                java.util.Locale.ROOT), object(thing.kind(), thing.name()), before.map(stored -> Json.write(
                stored.declared())).orElse(""), Json.write(thing));
        return new Outcome.Done<>(find(connection, thing.kind(), thing.name()).orElseThrow());
    }

    private static String object(Declared.Kind kind, String name) {
        return kind.folder() + "/" + name;
    }

    private static <T> Outcome<T> stale(Declared.Kind kind, String name, Optional<DeclaredStore.Stored> now) {
        return Outcome.refused(Why.STALE, "", object(kind, name) + (now.isPresent() ? " is at version "
                + now.get().version() : " is not declared"), "Look at it again, then change it");
    }

    @Override
    public Outcome<Item> delete(Declared.Kind kind, String name, OptionalLong version, Caller by) {
        Outcome<Item> outcome = ledger.change(writing -> {
            Connection connection = writing.connection();
            Optional<DeclaredStore.Stored> before = stores.declared().find(connection, kind, name);
            if (before.isEmpty()) {
                return Outcome.refused(Why.NOT_FOUND, "", object(kind, name) + " is not declared", "");
            }
            if (version.isPresent() && version.getAsLong() != before.get().version()) {
                return stale(kind, name, before);
            }
            Item item = find(connection, kind, name).orElseThrow();
            WorldChange.Step step = new WorldChange.Step(Optional.of(before.get().declared()), Optional.empty(), "",
                    Optional.empty());
            List<Problem> wrong = changes.problems(connection, WorldChange.after(stores.declared().world(connection),
                    List.of(step)), List.of(step));
            if (!wrong.isEmpty()) {
                return new Outcome.Refused<>(Why.CONFLICT, wrong);
            }
            changes.make(writing, List.of(step), clock.instant());
            writing.audit(by, "delete " + kind.label().toLowerCase(java.util.Locale.ROOT), object(kind, name),
                    Json.write(before.get().declared()), "");
            return new Outcome.Done<>(item);
        });
        changed.run();
        return outcome;
    }

    /** What files want, against what there is. */
    private record Draft(List<Change> changes, List<WorldChange.Step> steps, List<Problem> problems) {
    }

    private Draft draft(Connection connection, InventoryReader.Read read, boolean prune) throws SQLException {
        World now = stores.declared().world(connection);
        List<Change> wanted = Change.between(now, read.world(), prune,
                new HashSet<>(stores.declared().made(connection)));
        List<WorldChange.Step> steps = new ArrayList<>();
        for (Change change : wanted) {
            if (change.action() != Change.Action.LEAVE) {
                Optional<InventoryFile> file = Optional.ofNullable(read.files().get(object(change.kind(),
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

    @Override
    public Outcome<List<Change>> plan(List<InventoryFile> files, boolean prune) {
        Problems problems = new Problems();
        InventoryReader.Read read = InventoryReader.read(files, problems);
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, problems.list());
        }
        Draft draft = stores.database().reading(connection -> draft(connection, read, prune));
        return draft.problems().isEmpty() ? new Outcome.Done<>(draft.changes())
                : new Outcome.Refused<>(Why.INVALID, draft.problems());
    }

    @Override
    public Outcome<List<Change>> apply(List<InventoryFile> files, boolean prune, Caller by) {
        Problems problems = new Problems();
        InventoryReader.Read read = InventoryReader.read(files, problems);
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, problems.list());
        }
        Outcome<List<Change>> outcome = ledger.change(writing -> {
            Draft draft = draft(writing.connection(), read, prune);
            if (!draft.problems().isEmpty()) {
                return new Outcome.Refused<>(Why.INVALID, draft.problems());
            }
            changes.make(writing, draft.steps(), clock.instant());
            changes.keepTexts(writing.connection(), read);
            if (!draft.steps().isEmpty()) {
                writing.audit(by, "apply inventory", "inventory", "", Json.write(draft.changes()));
            }
            return new Outcome.Done<>(draft.changes());
        });
        changed.run();
        return outcome;
    }

    @Override
    public List<InventoryFile> export() {
        return stores.database().reading(connection -> {
            List<InventoryFile> files = new ArrayList<>();
            for (Declared.Kind kind : Declared.Kind.values()) {
                stores.declared().list(connection, kind).stream().filter(stored -> stored.made().isEmpty())
                        .map(stored -> new InventoryFile(stored.path(), stored.source()
                                .orElseGet(() -> InventoryWriter.yaml(stored.declared())))).forEach(files::add);
            }
            return files;
        });
    }
}
