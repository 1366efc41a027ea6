package dev.ichor.store;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Order;
import dev.ichor.machine.Place;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.DiskClaim;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Machines in the database. Each method works in the transaction of the connection it is given. */
public final class MachineStore {
    static final String HELD = "held";
    static final String DISTINCT = "distinct";

    private final ArmStore arms = new ArmStore();

    /** All machines, oldest first. */
    public List<Machine> all(Connection connection) throws SQLException {
        return MachineRows.load(connection, ids(connection, "SELECT id FROM machines ORDER BY first_seen, id"));
    }

    public Optional<Machine> find(Connection connection, MachineId id) throws SQLException {
        return MachineRows.load(connection, ids(connection, "SELECT id FROM machines WHERE id = ?", id)).stream()
                .findFirst();
    }

    /** The machine whose latest fingerprint was taken in that boot. */
    public Optional<Machine> ofBoot(Connection connection, BootId boot) throws SQLException {
        return MachineRows.load(connection, ids(connection,
                "SELECT id FROM machines WHERE boot = ? ORDER BY id LIMIT 1",
                boot)).stream().findFirst();
    }

    /** The machine that is this node. */
    public Optional<Machine> ofNode(Connection connection, String node) throws SQLException {
        return MachineRows.load(connection, ids(connection, "SELECT id FROM machines WHERE node = ? AND node <> ''",
                node)).stream().findFirst();
    }

    /** The machines that are nodes of this cluster, oldest first. */
    public List<Machine> ofCluster(Connection connection, String cluster) throws SQLException {
        return MachineRows.load(connection, ids(connection, "SELECT id FROM machines WHERE cluster = ? AND node <> ''"
                + " ORDER BY first_seen, id", cluster));
    }

    /** Each node that a machine is, without the machine's other parts. */
    public Set<String> nodes(Connection connection) throws SQLException {
        return new LinkedHashSet<>(ids(connection, "SELECT node FROM machines WHERE node <> ''"));
    }

    /** The id of the machine of each node that one is. */
    public Map<String, String> ofNodes(Connection connection) throws SQLException {
        Map<String, String> all = new HashMap<>();
        Rows.list(connection, "SELECT node, id FROM machines WHERE node <> ''",
                row -> all.put(row.getString("node"), row.getString("id")));
        return all;
    }

    /** Up to {@code limit} ids of machines that are no node and might become one, after {@code after}, in order. */
    public List<MachineId> unassigned(Connection connection, String after, int limit) throws SQLException {
        return Rows.list(connection, "SELECT id FROM machines WHERE node = '' AND stage = 'discovered' AND id > ?"
                + " ORDER BY id LIMIT ?", row -> stored(row.getString(1), MachineId::parse), after, limit);
    }

    /** Machines that share the UUID or a MAC with the identity. */
    public List<Machine> alike(Connection connection, Identity identity) throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        if (identity.uuid().isPresent()) {
            ids.addAll(ids(connection, "SELECT id FROM machines WHERE uuid = ? ORDER BY id", identity.uuid()));
        }
        for (Mac mac : identity.macs()) {
            ids.addAll(ids(connection, "SELECT machine FROM machine_macs WHERE mac = ? ORDER BY machine", mac));
        }
        return MachineRows.load(connection, List.copyOf(ids));
    }

    /** Machines whose latest fingerprint shows that serial number of the system. */
    public List<Machine> ofSerial(Connection connection, String serial) throws SQLException {
        return MachineRows.load(connection, ids(connection, "SELECT id FROM machines WHERE serial = ? AND serial <> ''"
                + " ORDER BY id LIMIT 10", serial));
    }

    private static List<String> ids(Connection connection, String sql, Object... values) throws SQLException {
        return Rows.list(connection, sql, row -> row.getString(1), values);
    }

    /**
     * Stores the machine as it is now. Its fingerprint must be stored before. An arm of it that is another than its
     * stage's is ended as void: what the machine does not know allows nothing.
     */
    public void save(Connection connection, Machine machine) throws SQLException {
        Optional<String> before = Rows.first(connection, "SELECT fingerprint FROM machines WHERE id = ?",
                row -> row.getString(1), machine.id());
        saveRow(connection, machine);
        saveParts(connection, machine);
        saveOrder(connection, machine);
        saveArm(connection, machine);
        MachineWords.save(connection, machine, !before.equals(Optional.of(machine.evidence().fingerprint().hex())));
    }

    private static void saveRow(Connection connection, Machine machine) throws SQLException {
        Stage stage = machine.stage();
        String why = stage instanceof Stage.Held held ? held.why() : "";
        Optional<BootId> installing = stage instanceof Stage.Installing in ? Optional.of(in.boot()) : Optional.empty();
        Stage.Installing.Progress progress = stage instanceof Stage.Installing in ? in.progress()
                : Stage.Installing.Progress.FIRST;
        Rows.run(connection, """
                INSERT INTO machines (id, uuid, stage, stage_since, stage_why, boot, fingerprint, evidence_at, turn,
                    first_seen, cluster, node, placed_by, installed, obstacles, person, arm, install_boot,
                    arm_checked, install_tries, install_what, install_percent, install_failure, number)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    (SELECT coalesce(max(number), 0) + 1 FROM machines))
                ON CONFLICT (id) DO UPDATE SET uuid = excluded.uuid, stage = excluded.stage,
                    stage_since = excluded.stage_since, stage_why = excluded.stage_why, boot = excluded.boot,
                    fingerprint = excluded.fingerprint, evidence_at = excluded.evidence_at, turn = excluded.turn,
                    cluster = excluded.cluster, node = excluded.node, placed_by = excluded.placed_by,
                    installed = excluded.installed, obstacles = excluded.obstacles, person = excluded.person,
                    arm = excluded.arm, install_boot = excluded.install_boot, arm_checked = excluded.arm_checked,
                    install_tries = excluded.install_tries, install_what = excluded.install_what,
                    install_percent = excluded.install_percent, install_failure = excluded.install_failure
                """, machine.id(), machine.identity().uuid(), stage.label(), stage.since(), why,
                machine.evidence().boot(), machine.evidence().fingerprint(), machine.evidence().at(), machine.turn(),
                machine.firstSeen(), machine.place().map(Place::cluster).orElse(""),
                machine.place().map(Place::node).orElse(""), machine.place().map(Place::by).orElse(""),
                machine.installed(), Json.write(machine.obstacles()),
                stage instanceof Stage.Held || !machine.obstacles().isEmpty(), armOf(stage).map(Arm::id), installing,
                stage instanceof Stage.Armed armed && armed.checked(), progress.tries(), progress.what(),
                progress.percent(), progress.failure());
    }

    private static Optional<Arm> armOf(Stage stage) {
        return switch (stage) {
            case Stage.Armed armed -> Optional.of(armed.arm());
            case Stage.Installing installing -> Optional.of(installing.arm());
            case Stage.Discovered _, Stage.Assigned _, Stage.Installed _, Stage.Held _ -> Optional.empty();
        };
    }

    private void saveArm(Connection connection, Machine machine) throws SQLException {
        Optional<Arm> arm = armOf(machine.stage());
        arms.endOthers(connection, machine.id(), arm.map(Arm::id), machine.stage().since());
        if (arm.isPresent()) {
            arms.save(connection, machine.id(), arm.get());
            if (machine.stage() instanceof Stage.Installing) {
                arms.end(connection, arm.get().id(), machine.stage().since(), "SPENT", "the installation began");
            }
        }
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
        Rows.run(connection, "DELETE FROM claims WHERE machine = ?", machine.id());
        int position = 0;
        for (DiskClaim claim : machine.claims()) {
            Rows.run(connection, "INSERT INTO claims (machine, position, wwid, serial, bytes, role, keep, accepted)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)", machine.id(), position++, claim.disk().wwid(),
                    claim.disk().serial(), claim.disk().bytes(), claim.role().label(), claim.keep(), claim.accepted());
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

    /** Deletes all rows of a machine but its events and its arms. It must have no arm that lives. */
    public void forget(Connection connection, MachineId id) throws SQLException {
        MachineWords.forget(connection, id);
        for (String table : List.of("machine_macs", "machine_others", "orders", "claims", "fingerprints",
                "node_lines", "node_progress")) {
            Rows.run(connection, "DELETE FROM " + table + " WHERE machine = ?", id);
        }
        Rows.run(connection, "DELETE FROM machine_others WHERE other = ?", id);
        Rows.run(connection, "DELETE FROM machines WHERE id = ?", id);
    }

    /** Reads a value that this program wrote. */
    public interface Parser<T> {
        T parse(String text) throws Malformed;
    }

    /** @throws StoreException if it does not parse: the database was changed by somebody else */
    public static <T> T stored(String text, Parser<T> parser) {
        try {
            return parser.parse(text);
        } catch (Malformed e) {
            throw new StoreException("the database holds a bad value: " + e.getMessage(), e);
        }
    }
}
