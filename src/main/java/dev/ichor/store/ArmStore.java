package dev.ichor.store;

import static dev.ichor.store.MachineStore.stored;
import static dev.ichor.store.Rows.instant;

import dev.ichor.base.Sha256;
import dev.ichor.json.Json;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every arm that was ever given. Each method works in the transaction of the connection it is given. */
public final class ArmStore {
    /**
     * An arm, over or not.
     *
     * @param end how it ended, as {@code MachineEvent.ArmEnded.End}; empty while it lives
     */
    public record Stored(Arm arm, MachineId machine, Optional<Instant> ended, String end, String why) {
    }

    /** Up to {@code limit} arms given before a time, newest first. */
    public List<Stored> list(Connection connection, Optional<MachineId> machine, boolean liveOnly, Instant before,
                             int limit) throws SQLException {
        String ids = "SELECT id FROM arms WHERE given < ?" + (machine.isPresent() ? " AND machine = ?" : "")
                + (liveOnly ? " AND ended IS NULL" : "") + " ORDER BY given DESC, id LIMIT " + limit;
        return load(connection, machine.isPresent()
                ? Rows.list(connection, ids, row -> row.getString(1), before, machine.get())
                : Rows.list(connection, ids, row -> row.getString(1), before));
    }

    public Optional<Stored> find(Connection connection, String id) throws SQLException {
        return load(connection, List.of(id)).stream().findFirst();
    }

    /** Machines with an arm whose time is over. */
    public List<MachineId> expired(Connection connection, Instant now) throws SQLException {
        return Rows.list(connection, "SELECT machine FROM arms WHERE ended IS NULL AND until <= ? ORDER BY until",
                row -> stored(row.getString(1), MachineId::parse), now);
    }

    Map<String, Arm> ofIds(Connection connection, List<String> ids) throws SQLException {
        Map<String, Arm> arms = new HashMap<>();
        load(connection, ids).forEach(one -> arms.put(one.arm().id(), one.arm()));
        return arms;
    }

    private static List<Stored> load(Connection connection, List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        String json = Json.write(ids);
        Map<String, List<ArmedDisk>> disks = new HashMap<>();
        Rows.list(connection, "SELECT * FROM arm_disks WHERE arm IN (SELECT value FROM json_each(?))"
                + " ORDER BY arm, number", row -> disks.computeIfAbsent(row.getString("arm"), _ -> new ArrayList<>())
                .add(disk(row)), json);
        Map<String, Stored> all = new LinkedHashMap<>();
        Rows.list(connection, "SELECT * FROM arms WHERE id IN (SELECT value FROM json_each(?))", row -> {
            Arm arm = arm(row, disks.getOrDefault(row.getString("id"), List.of()));
            Instant ended = instant(row, "ended");
            boolean lives = row.wasNull();
            return all.put(arm.id(), new Stored(arm, stored(row.getString("machine"), MachineId::parse),
                    lives ? Optional.empty() : Optional.of(ended), lives ? "" : row.getString("ending"),
                    row.getString("why")));
        }, json);
        return ids.stream().filter(all::containsKey).map(all::get).toList();
    }

    private static Arm arm(ResultSet row, List<ArmedDisk> disks) throws SQLException {
        return new Arm(row.getString("id"), Arm.Purpose.valueOf(row.getString("purpose")),
                stored(row.getString("fingerprint"), Sha256::parse), disks, row.getString("by"),
                row.getBoolean("by_policy"), instant(row, "given"), instant(row, "until"));
    }

    private static ArmedDisk disk(ResultSet row) throws SQLException {
        return new ArmedDisk(MachineRows.disk(row), row.getString("model"),
                stored(row.getString("role"), DiskRole::parse), row.getString("carries"), row.getBoolean("erase"),
                ArmedDisk.State.valueOf(row.getString("state")), row.getString("note"));
    }

    /** Stores an arm, or how far its disks are if it is known; what it allows never changes. */
    void save(Connection connection, MachineId machine, Arm arm) throws SQLException {
        boolean known = !Rows.list(connection, "SELECT 1 FROM arms WHERE id = ? AND machine = ?", row -> 1,
                arm.id(), machine).isEmpty();
        if (!known) {
            Rows.run(connection, "INSERT INTO arms (id, machine, purpose, fingerprint, by, by_policy, given, until)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)", arm.id(), machine, arm.purpose(), arm.fingerprint(),
                    arm.by(), arm.byPolicy(), arm.from(), arm.until());
        }
        for (int number = 0; number < arm.disks().size(); number++) {
            ArmedDisk disk = arm.disks().get(number);
            if (known) {
                progress(connection, arm.id(), number, disk.state(), disk.note());
            } else {
                insert(connection, arm.id(), number, disk);
            }
        }
    }

    private static void insert(Connection connection, String arm, int number, ArmedDisk disk) throws SQLException {
        Rows.run(connection, "INSERT INTO arm_disks (arm, number, wwid, serial, bytes, model, role, carries, erase,"
                        + " state, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", arm, number, disk.disk().wwid(),
                disk.disk().serial(), disk.disk().bytes(), disk.model(), disk.role().label(), disk.carries(),
                disk.erase(), disk.state(), disk.note());
    }

    private static void progress(Connection connection, String arm, int number, ArmedDisk.State state, String note)
            throws SQLException {
        Rows.run(connection, "UPDATE arm_disks SET state = ?1, note = ?2 WHERE arm = ?3 AND number = ?4"
                + " AND (state <> ?1 OR note <> ?2)", state, note, arm, number);
    }

    /** Keeps what the agent says of a disk that it works on; no event, no news. */
    public void note(Connection connection, String arm, int number, String note) throws SQLException {
        Rows.run(connection, "UPDATE arm_disks SET note = ? WHERE arm = ? AND number = ?", note, arm, number);
    }

    /** Ends an arm; one that is over already is left as it is. */
    public void end(Connection connection, String arm, Instant at, String end, String why) throws SQLException {
        Rows.run(connection, "UPDATE arms SET ended = ?, ending = ?, why = ? WHERE id = ? AND ended IS NULL", at, end,
                why, arm);
    }

    void endOthers(Connection connection, MachineId machine, Optional<String> arm, Instant at) throws SQLException {
        Rows.run(connection, "UPDATE arms SET ended = ?, ending = 'VOIDED', why = 'the machine is ' || (SELECT stage"
                + " FROM machines WHERE id = arms.machine) WHERE machine = ? AND ended IS NULL AND id <> ?", at,
                machine,
                arm.orElse(""));
    }
}
