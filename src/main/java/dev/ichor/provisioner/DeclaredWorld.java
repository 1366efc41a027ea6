package dev.ichor.provisioner;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Policy;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The declared world in the database. Waiting machines are looked at anew after each change of it. Thread-safe. */
final class DeclaredWorld implements Declarations {
    private final Stores stores;
    private final Ledger ledger;
    private final WorldChange changes;
    private final Drafts drafts;
    private final InstantSource clock;
    private final Runnable changed;

    /** @param changed called after each change */
    DeclaredWorld(Stores stores, Ledger ledger, WorldChange changes, InstantSource clock, Runnable changed) {
        this.stores = stores;
        this.ledger = ledger;
        this.changes = changes;
        this.drafts = new Drafts(stores, changes);
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
        return new Item(declared, stored.version(), stored.made(), node ? machines.getOrDefault(declared.name(), "")
                : "",
                node ? Optional.ofNullable(addresses.get(declared.name())) : Optional.empty());
    }

    @Override
    public Outcome<Item> put(Declared.Kind kind, String name, String text, OptionalLong version, Caller by) {
        Problems problems = new Problems();
        Optional<Declared> read = InventoryReader.readOne(text, kind.folder() + "/" + name, problems);
        read.filter(thing -> thing.kind() != kind || !thing.name().equals(name))
                .ifPresent(thing -> problems.add("/name",
                "this is the " + thing.kind().label() + " " + thing.name() + ", not the " + kind.label() + " " + name,
                "Name in the path and in the body must be the same"));
        if (read.isEmpty() || !problems.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, problems.list());
        }
        return told(ledger.change(writing -> put(writing, read.get(), text, version, by)));
    }

    private <T> Outcome<T> told(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Done) {
            changed.run();
        }
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
        WorldChange.Step step = new WorldChange.Step(before.map(DeclaredStore.Stored::declared), Optional.of(thing),
                path,
                source);
        List<Problem> wrong = changes.problems(connection, WorldChange.after(now, List.of(step)), List.of(step));
        if (!wrong.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, wrong.stream().map(problem -> pointed(problem, thing)).toList());
        }
        changes.make(writing, List.of(step), clock.instant());
        writing.audit(by, (before.isPresent() ? "change " : "declare ") + thing.kind().label().toLowerCase(
                java.util.Locale.ROOT), object(thing.kind(), thing.name()), before.map(stored -> Json.write(
                stored.declared())).orElse(""), Json.write(thing));
        return new Outcome.Done<>(find(connection, thing.kind(), thing.name()).orElseThrow());
    }

    /** What is wrong with the thing itself is told by a pointer into it. */
    private static Problem pointed(Problem problem, Declared thing) {
        String own = object(thing.kind(), thing.name()) + "#";
        return problem.where().startsWith(own) ? new Problem(problem.where().substring(own.length()), problem.what(),
                problem.mend()) : problem;
    }

    static String object(Declared.Kind kind, String name) {
        return kind.folder() + "/" + name;
    }

    private static <T> Outcome<T> stale(Declared.Kind kind, String name, Optional<DeclaredStore.Stored> now) {
        return Outcome.refused(Why.STALE, "", object(kind, name) + (now.isPresent() ? " is at version "
                + now.get().version() : " is not declared"), "Look at it again, then change it");
    }

    @Override
    public Outcome<Item> delete(Declared.Kind kind, String name, OptionalLong version, Caller by) {
        return told(ledger.change(writing -> {
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
            World now = stores.declared().world(connection);
            List<Problem> wrong = kind == Declared.Kind.CLUSTER ? inUse(now, name)
                    : changes.problems(connection, WorldChange.after(now, List.of(step)), List.of(step));
            if (!wrong.isEmpty()) {
                return new Outcome.Refused<>(Why.CONFLICT, wrong);
            }
            changes.make(writing, List.of(step), clock.instant());
            writing.audit(by, "delete " + kind.label().toLowerCase(java.util.Locale.ROOT), object(kind, name),
                    Json.write(before.get().declared()), "");
            return new Outcome.Done<>(item);
        }));
    }

    private static List<Problem> inUse(World world, String cluster) {
        return world.all().stream().filter(one -> switch (one) {
            case Cluster _ -> false;
            case Node node -> node.cluster().equals(cluster);
            case Policy policy -> policy.cluster().equals(cluster);
        }).map(one -> new Problem(object(one.kind(), one.name()), "is of cluster " + cluster, "Delete it first"))
                .toList();
    }

    @Override
    public Outcome<List<Change>> plan(List<InventoryFile> files, boolean prune) {
        Problems problems = new Problems();
        InventoryReader.Read read = InventoryReader.read(files, drafts.staying(prune), problems);
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, problems.list());
        }
        Drafts.Draft draft = stores.database().reading(connection -> drafts.of(connection, read, prune));
        return draft.problems().isEmpty() ? new Outcome.Done<>(draft.changes())
                : new Outcome.Refused<>(Why.INVALID, draft.problems());
    }

    @Override
    public Outcome<List<Change>> apply(List<InventoryFile> files, boolean prune, Caller by) {
        Problems problems = new Problems();
        InventoryReader.Read read = InventoryReader.read(files, drafts.staying(prune), problems);
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, problems.list());
        }
        return told(ledger.change(writing -> {
            Drafts.Draft draft = drafts.of(writing.connection(), read, prune);
            if (!draft.problems().isEmpty()) {
                return new Outcome.Refused<>(Why.INVALID, draft.problems());
            }
            changes.make(writing, draft.steps(), clock.instant());
            changes.keepTexts(writing.connection(), read);
            if (!draft.steps().isEmpty()) {
                writing.audit(by, "apply inventory", "inventory", "", Json.write(draft.changes()));
            }
            return new Outcome.Done<>(draft.changes());
        }));
    }

    @Override
    public List<InventoryFile> export() {
        return stores.database().reading(connection -> {
            Map<String, InventoryFile> files = new TreeMap<>();
            for (Declared.Kind kind : Declared.Kind.values()) {
                for (DeclaredStore.Stored stored : stores.declared().list(connection, kind)) {
                    if (stored.made().isEmpty()) {
                        // Two applies may have brought different things in files of one name.
                        String path = files.containsKey(stored.path()) ? InventoryWriter.path(stored.declared())
                                : stored.path();
                        files.put(path, new InventoryFile(path, stored.source()
                                .orElseGet(() -> InventoryWriter.yaml(stored.declared()))));
                    }
                }
            }
            return List.copyOf(files.values());
        });
    }
}
