package dev.ichor.store;

import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import java.sql.Connection;
import java.sql.SQLException;

/** The columns of a machine that lists show and search, made of its fingerprint once for each fingerprint. */
final class MachineWords {
    private MachineWords() {
    }

    /** @param anew whether the fingerprint is another than before */
    static void save(Connection connection, Machine machine, boolean anew) throws SQLException {
        if (anew) {
            Rows.run(connection, """
                    UPDATE machines SET (serial, product, firmware) = (
                        SELECT json_extract(parsed, '$.system.serial'),
                            trim(json_extract(parsed, '$.system.manufacturer') || ' '
                                || json_extract(parsed, '$.system.product')),
                            lower(json_extract(parsed, '$.platform.firmware'))
                        FROM fingerprints WHERE hash = machines.fingerprint),
                        (disks, disk_bytes) = (SELECT count(*), coalesce(sum(bytes), 0) FROM disks d
                            WHERE d.fingerprint = machines.fingerprint),
                        nics = (SELECT count(*) FROM nics n WHERE n.fingerprint = machines.fingerprint)
                    WHERE id = ? AND EXISTS (SELECT 1 FROM fingerprints WHERE hash = machines.fingerprint)
                    """, machine.id());
        }
        int changed = Rows.run(connection, """
                WITH now AS (SELECT lower(concat_ws(char(10), id, serial, product, node,
                        (SELECT group_concat(mac, char(10)) FROM machine_macs WHERE machine = id),
                        (SELECT group_concat(d.serial, char(10)) FROM disks d
                            WHERE d.fingerprint = machines.fingerprint))) AS words
                    FROM machines WHERE id = ?1)
                UPDATE machines SET words = (SELECT words FROM now)
                WHERE id = ?1 AND words <> (SELECT words FROM now)
                """, machine.id());
        if (changed > 0) {
            Rows.run(connection, "DELETE FROM machine_words WHERE rowid = (SELECT number FROM machines WHERE id = ?)",
                    machine.id());
            Rows.run(connection, "INSERT INTO machine_words (rowid, words) SELECT number, words FROM machines"
                    + " WHERE id = ?", machine.id());
        }
    }

    static void forget(Connection connection, MachineId id) throws SQLException {
        Rows.run(connection, "DELETE FROM machine_words WHERE rowid = (SELECT number FROM machines WHERE id = ?)", id);
    }
}
