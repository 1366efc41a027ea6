package dev.ichor.store.lease;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.lease.ClientKey;
import dev.ichor.dhcp.lease.Lease;
import dev.ichor.dhcp.lease.LeaseChange;
import dev.ichor.dhcp.lease.LeaseJournal;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lease journal in SQLite: one transaction a batch, so one fsync for many leases. Durable as far as the database
 * is: WAL with {@code synchronous=FULL}, set by whoever opened it.
 */
public final class SqliteLeases implements LeaseJournal {
    /** History rows kept; older ones go when leases are loaded. */
    static final int HISTORY_KEPT = 100_000;
    private static final String UPSERT = """
            INSERT INTO lease (address, client, mac, host_name, state, since, expires) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (address) DO UPDATE SET client = excluded.client, mac = excluded.mac,
              host_name = excluded.host_name, state = excluded.state, since = excluded.since,
              expires = excluded.expires""";
    private static final String REMEMBER =
            "INSERT INTO lease_history (at, event, address, client, mac, host_name) VALUES (?, ?, ?, ?, ?, ?)";

    private final Transactions database;

    /** @param database migrated */
    public SqliteLeases(Transactions database) {
        this.database = database;
    }

    /** @param writer an open connection to a migrated database */
    public SqliteLeases(Connection writer) {
        this(Transactions.on(writer));
    }

    @Override
    public List<Lease> load() throws IOException {
        List<Lease> leases = new ArrayList<>();
        transact("read", connection -> {
            try (PreparedStatement prune = connection.prepareStatement(
                    "DELETE FROM lease_history WHERE id <= (SELECT max(id) FROM lease_history) - ?")) {
                prune.setInt(1, HISTORY_KEPT);
                prune.executeUpdate();
            }
            leases.addAll(all(connection));
        });
        return leases;
    }

    /** All leases, as they are in the database; changes nothing. */
    public static List<Lease> all(Connection connection) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        try (PreparedStatement all = connection.prepareStatement(
                "SELECT address, client, host_name, state, since, expires FROM lease");
             ResultSet rows = all.executeQuery()) {
            while (rows.next()) {
                leases.add(lease(rows));
            }
        }
        return leases;
    }

    private void transact(String verb, Transactions.Work work) throws IOException {
        try {
            database.inTransaction(work);
        } catch (IOException | RuntimeException e) {
            throw new IOException("the leases cannot be " + verb + ": " + e.getMessage(), e);
        }
    }

    private static Lease lease(ResultSet row) throws SQLException {
        try {
            return new Lease(Ipv4.parse(row.getString(1)), new ClientKey(row.getString(2)), row.getString(3),
                    Instant.ofEpochMilli(row.getLong(5)), Instant.ofEpochMilli(row.getLong(6)),
                    Lease.State.valueOf(row.getString(4)));
        } catch (Malformed e) {
            throw new SQLException("the lease table has a broken row: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(List<LeaseChange> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        transact("written", connection -> store(connection, changes));
    }

    private static void store(Connection writer, List<LeaseChange> changes) throws SQLException {
        Map<Ipv4, Lease> last = new LinkedHashMap<>();
        changes.forEach(change -> last.put(change.lease().address(), change.lease()));
        upsert(writer, last.values());
        try (PreparedStatement insert = writer.prepareStatement(REMEMBER)) {
            for (LeaseChange change : changes) {
                if (change.event() != LeaseChange.Event.RENEWED) {
                    insert.setLong(1, change.at().toEpochMilli());
                    insert.setString(2, change.event().name());
                    insert.setString(3, change.lease().address().toString());
                    client(insert, 4, change.lease().client());
                    insert.setString(6, change.lease().hostName());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static void upsert(Connection writer, Collection<Lease> leases) throws SQLException {
        try (PreparedStatement upsert = writer.prepareStatement(UPSERT)) {
            for (Lease lease : leases) {
                upsert.setString(1, lease.address().toString());
                client(upsert, 2, lease.client());
                upsert.setString(4, lease.hostName());
                upsert.setString(5, lease.state().name());
                upsert.setLong(6, lease.since().toEpochMilli());
                upsert.setLong(7, lease.expires().toEpochMilli());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static void client(PreparedStatement statement, int at, ClientKey client) throws SQLException {
        statement.setString(at, client.text());
        if (client.mac().isPresent()) {
            statement.setString(at + 1, client.mac().map(Mac::toString).get());
        } else {
            statement.setNull(at + 1, Types.VARCHAR);
        }
    }
}
