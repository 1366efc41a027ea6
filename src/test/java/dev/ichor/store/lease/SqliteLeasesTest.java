package dev.ichor.store.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ichor.base.Mac;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.lease.ClientKey;
import dev.ichor.dhcp.lease.Lease;
import dev.ichor.dhcp.lease.LeaseChange;
import dev.ichor.provision.OfferVariant;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLeasesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private static Lease lease(String address, String client, Lease.State state) {
        return new Lease(Packets.ip(address), new ClientKey(client), "node-1", NOW, NOW.plusSeconds(3600), state);
    }

    private static LeaseChange change(LeaseChange.Event event, Lease lease) {
        return new LeaseChange(NOW, event, lease);
    }

    private static List<String> history(Connection connection) throws SQLException {
        List<String> out = new ArrayList<>();
        try (Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("SELECT event || ' ' || address FROM lease_history ORDER BY id")) {
            while (rows.next()) {
                out.add(rows.getString(1));
            }
        }
        return out;
    }

    @Test
    void whatWasWrittenIsReadByTheNextProcess() throws Exception {
        Lease mac = lease("10.9.0.3", "52:54:00:00:00:01", Lease.State.ACTIVE);
        Lease guid = lease("10.9.0.4", "hw:1:" + "11".repeat(16), Lease.State.QUARANTINED);
        try (Connection connection = LeaseDatabase.open(folder.resolve("l.db"))) {
            new SqliteLeases(connection).write(List.of(change(LeaseChange.Event.GRANTED, mac),
                    change(LeaseChange.Event.CONFLICT, guid)));
        }
        try (Connection connection = LeaseDatabase.open(folder.resolve("l.db"))) {
            assertEquals(List.of(mac, guid), new SqliteLeases(connection).load());
        }
    }

    @Test
    void theLastChangeOfAnAddressWinsAndTheHistoryKeepsAll() throws Exception {
        Lease before = lease("10.9.0.3", "52:54:00:00:00:01", Lease.State.RELEASED);
        Lease after = lease("10.9.0.3", "52:54:00:00:00:02", Lease.State.ACTIVE);
        try (Connection connection = LeaseDatabase.open(folder.resolve("l.db"))) {
            SqliteLeases leases = new SqliteLeases(connection);
            leases.write(List.of(change(LeaseChange.Event.RELEASED, before), change(LeaseChange.Event.GRANTED, after)));
            leases.write(List.of(change(LeaseChange.Event.RENEWED, after)));
            assertEquals(List.of(after), leases.load());
            assertEquals(List.of("RELEASED 10.9.0.3", "GRANTED 10.9.0.3"), history(connection));
        }
    }

    @Test
    void aBatchIsWrittenWholeOrNotAtAll() throws Exception {
        try (Connection connection = LeaseDatabase.open(folder.resolve("l.db"))) {
            SqliteLeases leases = new SqliteLeases(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TRIGGER full BEFORE INSERT ON lease_history WHEN NEW.address = '10.9.0.4'"
                        + " BEGIN SELECT RAISE(ABORT, 'disk full'); END");
            }
            assertThrows(IOException.class, () -> leases.write(List.of(
                    change(LeaseChange.Event.GRANTED, lease("10.9.0.3", "52:54:00:00:00:01", Lease.State.ACTIVE)),
                    change(LeaseChange.Event.GRANTED, lease("10.9.0.4", "52:54:00:00:00:02", Lease.State.ACTIVE)))));
            assertEquals(List.of(), leases.load());
            assertEquals(List.of(), history(connection));
        }
    }

    @Test
    void theHistoryIsBounded() throws Exception {
        try (Connection connection = LeaseDatabase.open(folder.resolve("l.db"));
             Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO lease_history (id, at, event, address, client) VALUES"
                    + " (1, 1, 'GRANTED', '10.9.0.1', 'id:00'), (" + (SqliteLeases.HISTORY_KEPT + 1)
                    + ", 1, 'GRANTED', '10.9.0.2', 'id:00')");
            new SqliteLeases(connection).load();
            assertEquals(List.of("GRANTED 10.9.0.2"), history(connection));
        }
    }

    @Test
    void aVariantThatWorkedIsRemembered() throws Exception {
        Mac mac = new Mac(0x525400000001L);
        try (Connection connection = LeaseDatabase.open(folder.resolve("l.db"))) {
            SqliteVariants variants = new SqliteVariants(Transactions.on(connection));
            variants.remember(mac, OfferVariant.DIRECT, NOW);
            variants.remember(mac, OfferVariant.BOOT_SERVER, NOW);
            assertEquals(Map.of(mac, OfferVariant.BOOT_SERVER), variants.load());
        }
    }
}
