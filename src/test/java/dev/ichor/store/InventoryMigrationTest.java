package dev.ichor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.json.Json;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Order;
import dev.ichor.machine.Samples;
import dev.ichor.machine.Stage;
import dev.ichor.machine.hardware.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database from before nodes, roles and arms is read as it was, and listed and searched without a new boot. */
@Timeout(60)
class InventoryMigrationTest {
    private static final MachineId ONE = MachineId.of(1);
    private static final MachineId TWO = MachineId.of(2);

    @TempDir
    Path folder;

    @Test
    void machinesOfAnOlderVersionAreAllThere() throws Exception {
        Connections connections = new Connections(folder.resolve("ichor.db"));
        Flyway.configure().dataSource(connections.migrations()).locations("classpath:db/migration").target("4").load()
                .migrate();
        try (Connection connection = connections.writer()) {
            old(connection, ONE, "held", "S1", "52:54:00:00:00:01");
            old(connection, TWO, "discovered", "S2", "52:54:00:00:00:02");
            Rows.run(connection, "INSERT INTO machine_others (machine, relation, other) VALUES (?, 'held', ?)", ONE,
                    TWO);
            Rows.run(connection, "INSERT INTO orders (machine, number, kind, boot, given, until, by) VALUES"
                    + " (?, 3, 'poweroff', ?, 1, 2, 'ann')", TWO, BootId.of(7));
        }
        try (Database database = Database.open(folder)) {
            List<Machine> all = database.reading(new MachineStore()::all);
            assertEquals(List.of(ONE, TWO), all.stream().map(Machine::id).sorted().toList());
            Machine held = database.reading(c -> new MachineStore().find(c, ONE)).orElseThrow();
            assertEquals(List.of(TWO), ((Stage.Held) held.stage()).others());
            Machine other = database.reading(c -> new MachineStore().find(c, TWO)).orElseThrow();
            assertEquals(Order.Kind.POWEROFF, other.order().orElseThrow().kind());
            assertEquals(List.of(ONE), found(database, Optional.of("s1-nvme"), false));
            assertEquals(List.of(TWO), found(database, Optional.of("00:00:02"), false));
            assertEquals(List.of(TWO), found(database, Optional.of("2"), false).stream().filter(TWO::equals).toList());
            assertEquals(List.of(ONE), found(database, Optional.empty(), true));
            MachineList.Summary summary = database.reading(c -> new MachineList().summaries(c, List.of(ONE.text())))
                    .get(ONE.text());
            assertEquals(new MachineList.Summary("S1", "ACME Box \"2\" \u00fc", "uefi", 2, Samples.fingerprint(
                    BootId.of(1), Optional.empty(), "S1", List.of()).disks().stream().mapToLong(Disk::bytes).sum(), 1),
                    summary);
            assertTrue(database.reading(c -> new DeclaredStore().world(c)).all().isEmpty());
        }
    }

    private static List<MachineId> found(Database database, Optional<String> text, boolean person) {
        return database.reading(c -> new MachineList().page(c, new MachineList.Wanted(Optional.empty(),
                Optional.empty(), Optional.empty(), text, person), MachineList.Column.FIRST_SEEN, false,
                Optional.empty(), 10)).machines().stream().map(Machine::id).toList();
    }

    private static void old(Connection connection, MachineId id, String stage, String serial, String mac)
            throws SQLException {
        String hash = Sha256.of(serial.getBytes(StandardCharsets.UTF_8)).hex();
        connection.setAutoCommit(false);
        Rows.run(connection, "INSERT INTO machines (id, uuid, stage, stage_since, stage_why, boot, fingerprint,"
                + " evidence_at, turn, first_seen) VALUES (?, NULL, ?, 5, 'why', ?, ?, 6, 2, 4)", id, stage,
                BootId.of(id.hashCode()), hash);
        Rows.run(connection, "INSERT INTO machine_macs (machine, mac) VALUES (?, ?)", id, mac);
        var fingerprint = Samples.fingerprint(BootId.of(1), Optional.empty(), serial, List.of(Samples.mac(mac)));
        Rows.run(connection, "INSERT INTO fingerprints (hash, machine, boot, taken, bytes, parsed, difference)"
                + " VALUES (?, ?, ?, 6, 1, ?, '[]')", hash, id, BootId.of(1), Json.write(fingerprint));
        for (int i = 0; i < 2; i++) {
            Disk disk = fingerprint.disks().get(i);
            Rows.run(connection, "INSERT INTO disks (fingerprint, position, wwid, serial, model, eui, nguid, firmware,"
                            + " bytes, logical, physical, transport, rotational, blank, contents, by_id, kernel_name)"
                            + " VALUES (?, ?, ?, ?, ?, '', '', '', ?, 512, 512, 'NVME', 0, 1, '', '', 'x')", hash, i,
                    disk.wwid(), disk.serial(), disk.model(), disk.bytes());
        }
        Rows.run(connection, "INSERT INTO nics (fingerprint, position, mac, driver, firmware, link, booted, address,"
                + " kernel_name) VALUES (?, 0, ?, 'd', 'f', 1, 1, '', 'eth0')", hash, mac);
        connection.commit();
        connection.setAutoCommit(true);
    }
}
