package dev.ichor.store;

import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Policy;
import dev.ichor.inventory.World;
import dev.ichor.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The declared world in the database. The world that was read last is kept, so that a machine's question need not read
 * it all anew. Thread-safe; each method works in the transaction of the connection it is given.
 */
public final class DeclaredStore {
    /**
     * A declared thing as stored.
     *
     * @param path   of its file in an export
     * @param source the file as a person wrote it; empty if the thing changed otherwise since
     * @param made   name of the policy that made it; empty if a person declared it
     */
    public record Stored(Declared declared, long version, String path, Optional<String> source, String made) {
    }

    private record Held(long version, long removed, Map<Declared.Kind, TreeMap<String, Declared>> things, World world) {
        static final Held NOTHING = new Held(-1, -1, Map.of(), World.EMPTY);
    }

    private volatile Held held = Held.NOTHING;

    /** The world as this transaction sees it. */
    public World world(Connection connection) throws SQLException {
        return current(connection).world();
    }

    /** Remembers the world for later questions. To be called with a connection that has changed nothing. */
    public World remember(Connection connection) throws SQLException {
        held = current(connection);
        return held.world();
    }

    private Held current(Connection connection) throws SQLException {
        Held known = held;
        long[] now = Rows.list(connection, "SELECT version, removed FROM world",
                row -> new long[] {row.getLong(1), row.getLong(2)}).getFirst();
        if (known.version() == now[0] && known.removed() == now[1]) {
            return known;
        }
        boolean whole = known.removed() != now[1] || known.version() > now[0];
        Map<Declared.Kind, TreeMap<String, Declared>> things = new EnumMap<>(Declared.Kind.class);
        for (Declared.Kind kind : Declared.Kind.values()) {
            things.put(kind, whole ? new TreeMap<>() : new TreeMap<>(known.things().get(kind)));
        }
        Rows.list(connection, "SELECT kind, value FROM declared WHERE world > ?", row -> {
            Declared declared = declared(row);
            return things.get(declared.kind()).put(declared.name(), declared);
        }, whole ? -1 : known.version());
        return new Held(now[0], now[1], things, new World(
                things.get(Declared.Kind.CLUSTER).values().stream().map(Cluster.class::cast).toList(),
                things.get(Declared.Kind.NODE).values().stream().map(Node.class::cast).toList(),
                things.get(Declared.Kind.POLICY).values().stream().map(Policy.class::cast).toList()));
    }

    private static Declared declared(ResultSet row) throws SQLException {
        String value = row.getString("value");
        return switch (Declared.Kind.valueOf(row.getString("kind"))) {
            case CLUSTER -> MachineStore.stored(value, text -> Json.read(text, Cluster.class));
            case NODE -> MachineStore.stored(value, text -> Json.read(text, Node.class));
            case POLICY -> MachineStore.stored(value, text -> Json.read(text, Policy.class));
        };
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(declared(row), row.getLong("version"), row.getString("path"),
                Optional.ofNullable(row.getString("source")), row.getString("made"));
    }

    /** All of a kind, by name. */
    public List<Stored> list(Connection connection, Declared.Kind kind) throws SQLException {
        return Rows.list(connection, "SELECT * FROM declared WHERE kind = ? ORDER BY name", DeclaredStore::stored,
                kind);
    }

    public Optional<Stored> find(Connection connection, Declared.Kind kind, String name) throws SQLException {
        return Rows.first(connection, "SELECT * FROM declared WHERE kind = ? AND name = ?", DeclaredStore::stored, kind,
                name);
    }

    /** Names of nodes that policies made. */
    public Collection<String> made(Connection connection) throws SQLException {
        return Rows.list(connection, "SELECT name FROM declared WHERE kind = 'NODE' AND made <> ''",
                row -> row.getString(1));
    }

    /** Declares it anew or for the first time; the version counts on, also after a deletion. */
    public void put(Connection connection, Stored thing, Instant at) throws SQLException {
        Declared declared = thing.declared();
        Rows.run(connection, "UPDATE world SET version = version + 1");
        Rows.run(connection, """
                INSERT INTO declared (kind, name, version, value, path, source, made, cluster, zone, created, changed,
                    world)
                VALUES (?1, ?2, 1 + coalesce((SELECT version FROM declared_before WHERE kind = ?1 AND name = ?2), 0),
                    ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, (SELECT version FROM world))
                ON CONFLICT (kind, name) DO UPDATE SET version = version + 1, value = excluded.value,
                    path = excluded.path, source = excluded.source, made = excluded.made, cluster = excluded.cluster,
                    zone = excluded.zone, changed = excluded.changed, world = excluded.world
                """, declared.kind(), declared.name(), Json.write(declared), thing.path(), thing.source(), thing.made(),
                cluster(declared), declared instanceof Node node ? node.zone() : "", at);
    }

    /**
     * Keeps the text in which a person declares a thing as it is; if a policy made it, it is a person's from now on.
     */
    public void resource(Connection connection, Declared thing, String path, String source) throws SQLException {
        Rows.run(connection, "UPDATE declared SET path = ?, source = ?, made = '' WHERE kind = ? AND name = ?", path,
                source, thing.kind(), thing.name());
    }

    private static String cluster(Declared declared) {
        return switch (declared) {
            case Cluster cluster -> cluster.name();
            case Node node -> node.cluster();
            case Policy policy -> policy.cluster();
        };
    }

    public void delete(Connection connection, Declared.Kind kind, String name) throws SQLException {
        Rows.run(connection, "UPDATE world SET version = version + 1, removed = removed + 1");
        Rows.run(connection, "INSERT INTO declared_before (kind, name, version) SELECT kind, name, version FROM "
                + "declared WHERE kind = ? AND name = ? ON CONFLICT (kind, name) DO UPDATE SET "
                + "version = excluded.version",
                kind,
                name);
        Rows.run(connection, "DELETE FROM declared WHERE kind = ? AND name = ?", kind, name);
    }
}
