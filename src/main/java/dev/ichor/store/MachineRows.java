package dev.ichor.store;

import static dev.ichor.store.MachineStore.stored;
import static dev.ichor.store.Rows.instant;

import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import dev.ichor.json.Json;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Evidence;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Order;
import dev.ichor.machine.Place;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads machines with all their parts: the same few queries for one and for a thousand. */
final class MachineRows {
    private static final String THESE = " IN (SELECT value FROM json_each(?))";

    private final Map<String, List<Mac>> macs = new HashMap<>();
    private final Map<String, List<MachineId>> held = new HashMap<>();
    private final Map<String, List<MachineId>> distinct = new HashMap<>();
    private final Map<String, List<Order>> orders = new HashMap<>();
    private final Map<String, List<DiskClaim>> claims = new HashMap<>();
    private final Map<String, Arm> arms;

    private MachineRows(Connection connection, String ids) throws SQLException {
        Rows.list(connection, "SELECT machine, mac FROM machine_macs WHERE machine" + THESE,
                row -> put(macs, row, stored(row.getString("mac"), Mac::parse)), ids);
        Rows.list(connection, "SELECT machine, relation, other FROM machine_others WHERE machine" + THESE,
                row -> put(row.getString("relation").equals(MachineStore.HELD) ? held : distinct, row,
                        stored(row.getString("other"), MachineId::parse)), ids);
        Rows.list(connection, "SELECT * FROM orders WHERE closed = 0 AND machine" + THESE,
                row -> put(orders, row, order(row)), ids);
        Rows.list(connection, "SELECT * FROM claims WHERE machine" + THESE + " ORDER BY machine, position",
                row -> put(claims, row, claim(row)), ids);
        arms = new ArmStore().ofIds(connection, Rows.list(connection,
                "SELECT arm FROM machines WHERE arm IS NOT NULL AND id" + THESE, row -> row.getString(1), ids));
    }

    private static <T> int put(Map<String, List<T>> all, ResultSet row, T value) throws SQLException {
        all.computeIfAbsent(row.getString("machine"), _ -> new ArrayList<>()).add(value);
        return 0;
    }

    /** The machines of these ids, in their order; ids of no machine are left out. */
    static List<Machine> load(Connection connection, List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        String json = Json.write(ids);
        MachineRows parts = new MachineRows(connection, json);
        Map<String, Machine> machines = new HashMap<>();
        Rows.list(connection, "SELECT * FROM machines WHERE id" + THESE, row -> {
            Machine machine = parts.machine(row);
            return machines.put(machine.id().text(), machine);
        }, json);
        return ids.stream().filter(machines::containsKey).map(machines::get).toList();
    }

    private Machine machine(ResultSet row) throws SQLException {
        String id = row.getString("id");
        String uuid = row.getString("uuid");
        Identity identity = new Identity(uuid == null ? Optional.empty()
                : Optional.of(stored(uuid, SystemUuid::parse)), macs.getOrDefault(id, List.of()));
        Evidence evidence = new Evidence(stored(row.getString("boot"), BootId::parse),
                stored(row.getString("fingerprint"), Sha256::parse), instant(row, "evidence_at"));
        String node = row.getString("node");
        Optional<Place> place = node.isEmpty() ? Optional.empty()
                : Optional.of(new Place(row.getString("cluster"), node, row.getString("placed_by")));
        Instant installed = instant(row, "installed");
        Optional<Instant> runs = row.wasNull() ? Optional.empty() : Optional.of(installed);
        return new Machine(stored(id, MachineId::parse), identity, stage(row, id, evidence), evidence,
                orders.getOrDefault(id, List.of()).stream().findFirst(), distinct.getOrDefault(id, List.of()), place,
                claims.getOrDefault(id, List.of()), stored(row.getString("obstacles"),
                text -> Json.readList(text, Obstacle.class)), runs, row.getLong("turn"), instant(row, "first_seen"));
    }

    private Stage stage(ResultSet row, String id, Evidence evidence) throws SQLException {
        Instant since = instant(row, "stage_since");
        return switch (row.getString("stage")) {
            case "discovered" -> new Stage.Discovered(evidence.fingerprint(), since);
            case "assigned" -> new Stage.Assigned(since);
            case "armed" -> new Stage.Armed(arm(row), row.getBoolean("arm_checked"), since);
            case "installing" -> new Stage.Installing(arm(row), stored(row.getString("install_boot"), BootId::parse),
                    progress(row), since);
            case "installed" -> new Stage.Installed(since);
            case "held" -> new Stage.Held(row.getString("stage_why"), held.getOrDefault(id, List.of()), since);
            case String other -> throw new StoreException("the database holds a machine in the unknown stage " + other);
        };
    }

    private static Stage.Installing.Progress progress(ResultSet row) throws SQLException {
        int known = row.getInt("install_percent");
        OptionalInt percent = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(known);
        return new Stage.Installing.Progress(row.getInt("install_tries"), row.getString("install_what"), percent,
                Optional.ofNullable(row.getString("install_failure")));
    }

    private Arm arm(ResultSet row) throws SQLException {
        return Optional.ofNullable(arms.get(row.getString("arm"))).orElseThrow(
                () -> new StoreException("the database holds an armed machine without its arm"));
    }

    private static DiskClaim claim(ResultSet row) throws SQLException {
        return new DiskClaim(disk(row), stored(row.getString("role"), DiskRole::parse), row.getBoolean("keep"),
                row.getString("accepted"));
    }

    static DiskId disk(ResultSet row) throws SQLException {
        return new DiskId(row.getString("wwid"), row.getString("serial"), row.getLong("bytes"));
    }

    private static Order order(ResultSet row) throws SQLException {
        String label = row.getString("kind");
        Order.Kind kind = Arrays.stream(Order.Kind.values()).filter(k -> k.label().equals(label)).findFirst()
                .orElseThrow(() -> new StoreException("the database holds an unknown order: " + label));
        return new Order(row.getLong("number"), kind, stored(row.getString("boot"), BootId::parse),
                instant(row, "given"), instant(row, "until"), row.getString("by"));
    }
}
