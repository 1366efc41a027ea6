package dev.ichor.store;

import static dev.ichor.store.Rows.instant;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Evidence;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Order;
import dev.ichor.machine.Stage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Machines in the database. Each method works in the transaction of the connection it is given. */
public final class MachineStore {
    private static final String HELD = "held";
    private static final String DISTINCT = "distinct";

    /** All machines, oldest first. */
    public List<Machine> all(Connection connection) throws SQLException {
        return load(connection, Rows.list(connection, "SELECT id FROM machines ORDER BY first_seen, id",
                row -> row.getString(1)));
    }

    public Optional<Machine> find(Connection connection, MachineId id) throws SQLException {
        return load(connection, Rows.list(connection, "SELECT id FROM machines WHERE id = ?",
                row -> row.getString(1), id)).stream().findFirst();
    }

    /** The machine whose latest fingerprint was taken in that boot. */
    public Optional<Machine> ofBoot(Connection connection, BootId boot) throws SQLException {
        return load(connection, Rows.list(connection, "SELECT id FROM machines WHERE boot = ? ORDER BY id",
                row -> row.getString(1), boot)).stream().findFirst();
    }

    /** Machines that share the UUID or a MAC with the identity. */
    public List<Machine> alike(Connection connection, Identity identity) throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        if (identity.uuid().isPresent()) {
            ids.addAll(Rows.list(connection, "SELECT id FROM machines WHERE uuid = ? ORDER BY id",
                    row -> row.getString(1), identity.uuid()));
        }
        for (Mac mac : identity.macs()) {
            ids.addAll(Rows.list(connection, "SELECT machine FROM machine_macs WHERE mac = ? ORDER BY machine",
                    row -> row.getString(1), mac));
        }
        return load(connection, ids);
    }

    /** Machines whose latest fingerprint shows that serial number of the system. */
    public List<Machine> ofSerial(Connection connection, String serial) throws SQLException {
        return load(connection, Rows.list(connection, "SELECT m.id FROM machines m JOIN fingerprints f"
                        + " ON f.hash = m.fingerprint WHERE json_extract(f.parsed, '$.system.serial') = ?",
                row -> row.getString(1), serial));
    }

    /** Stores the machine as it is now. */
    public void save(Connection connection, Machine machine) throws SQLException {
        Stage stage = machine.stage();
        String why = stage instanceof Stage.Held held ? held.why() : "";
        Rows.run(connection, """
                INSERT INTO machines (id, uuid, stage, stage_since, stage_why, boot, fingerprint, evidence_at, turn,
                                      first_seen)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET uuid = excluded.uuid, stage = excluded.stage,
                    stage_since = excluded.stage_since, stage_why = excluded.stage_why, boot = excluded.boot,
                    fingerprint = excluded.fingerprint, evidence_at = excluded.evidence_at, turn = excluded.turn
                """, machine.id(), machine.identity().uuid(), stage.label(), stage.since(), why, machine.evidence().boot(),
                machine.evidence().fingerprint(), machine.evidence().at(), machine.turn(), machine.firstSeen());
        saveParts(connection, machine);
        saveOrder(connection, machine);
    }

    private static void saveParts(Connection connection, Machine machine) throws SQLException {
        Rows.run(connection, "DELETE FROM machine_macs WHERE machine = ?", machine.id());
        for (Mac mac : machine.identity().macs()) {
            Rows.run(connection, "INSERT INTO machine_macs (machine, mac) VALUES (?, ?)", machine.id(), mac);
        }
        Rows.run(connection, "DELETE FROM machine_others WHERE machine = ?", machine.id());
        List<MachineId> held = machine.stage() instanceof Stage.Held stage ? stage.others() : List.of();
        for (MachineId other : held) {
            saveOther(connection, machine, HELD, other);
        }
        for (MachineId other : machine.distinctFrom()) {
            saveOther(connection, machine, DISTINCT, other);
        }
    }

    private static void saveOther(Connection connection, Machine machine, String relation, MachineId other)
            throws SQLException {
        Rows.run(connection, "INSERT INTO machine_others (machine, relation, other) VALUES (?, ?, ?)",
                machine.id(), relation, other);
    }

    private static void saveOrder(Connection connection, Machine machine) throws SQLException {
        long open = machine.order().map(Order::number).orElse(0L);
        Rows.run(connection, "UPDATE orders SET closed = 1 WHERE machine = ? AND closed = 0 AND number <> ?",
                machine.id(), open);
        if (machine.order().isPresent()) {
            Order order = machine.order().get();
            Rows.run(connection, "INSERT INTO orders (machine, number, kind, boot, given, until, by)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (machine, number) DO NOTHING",
                    machine.id(), order.number(), order.kind().label(), order.boot(), order.given(), order.until(),
                    order.by());
        }
    }

    private static List<Machine> load(Connection connection, Iterable<String> ids) throws SQLException {
        List<Machine> machines = new ArrayList<>();
        for (String id : ids) {
            List<Mac> macs = Rows.list(connection, "SELECT mac FROM machine_macs WHERE machine = ?",
                    row -> stored(row.getString(1), Mac::parse), id);
            List<MachineId> held = others(connection, id, HELD);
            List<MachineId> distinct = others(connection, id, DISTINCT);
            Optional<Order> order = Rows.first(connection, "SELECT * FROM orders WHERE machine = ? AND closed = 0",
                    MachineStore::order, id);
            machines.add(Rows.first(connection, "SELECT * FROM machines WHERE id = ?",
                    row -> machine(row, macs, held, distinct, order), id).orElseThrow());
        }
        return machines;
    }

    private static Machine machine(ResultSet row, List<Mac> macs, List<MachineId> held, List<MachineId> distinct,
                                   Optional<Order> order) throws SQLException {
        String uuid = row.getString("uuid");
        Identity identity = new Identity(uuid == null ? Optional.empty()
                : Optional.of(stored(uuid, SystemUuid::parse)), macs);
        Evidence evidence = new Evidence(stored(row.getString("boot"), BootId::parse),
                stored(row.getString("fingerprint"), Sha256::parse), instant(row, "evidence_at"));
        Instant since = instant(row, "stage_since");
        Stage stage = switch (row.getString("stage")) {
            case "discovered" -> new Stage.Discovered(evidence.fingerprint(), since);
            case "held" -> new Stage.Held(row.getString("stage_why"), held, since);
            case String other -> throw new StoreException("the database holds a machine in the unknown stage " + other);
        };
        return new Machine(stored(row.getString("id"), MachineId::parse), identity, stage, evidence, order, distinct,
                Optional.empty(), List.of(), List.of(), Optional.empty(), row.getLong("turn"), instant(row, "first_seen"));
    }

    private static List<MachineId> others(Connection connection, String id, String relation) throws SQLException {
        return Rows.list(connection, "SELECT other FROM machine_others WHERE machine = ? AND relation = ?",
                row -> stored(row.getString(1), MachineId::parse), id, relation);
    }

    private static Order order(ResultSet row) throws SQLException {
        String label = row.getString("kind");
        Order.Kind kind = Arrays.stream(Order.Kind.values()).filter(k -> k.label().equals(label)).findFirst()
                .orElseThrow(() -> new StoreException("the database holds an unknown order: " + label));
        return new Order(row.getLong("number"), kind, stored(row.getString("boot"), BootId::parse),
                instant(row, "given"), instant(row, "until"), row.getString("by"));
    }

    /** Reads a value that this program wrote. */
    interface Parser<T> {
        T parse(String text) throws Malformed;
    }

    static <T> T stored(String text, Parser<T> parser) {
        try {
            return parser.parse(text);
        } catch (Malformed e) {
            throw new StoreException("the database holds a bad value: " + e.getMessage(), e);
        }
    }
}
