package dev.ichor.store.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The clusters' sealed secrets, and the client certificates that were made with them. */
public final class KeyStore {
    /**
     * A cluster's secrets.
     *
     * @param sealed opened by the key {@code keyId}
     * @param origin from what they were made
     */
    public record Row(String cluster, byte[] sealed, String keyId, String origin, Instant made) {
        /** Without the bytes. */
        @Override
        public String toString() {
            return "secrets of " + cluster;
        }
    }

    /** A client certificate; {@code kind} is {@code talosconfig} or {@code kubeconfig}. */
    public record Minted(String cluster, String kind, String who, String role, String serial, Instant at,
                         Instant until) {
    }

    public Optional<Row> find(Connection connection, String cluster) throws SQLException {
        return Rows.first(connection, "SELECT * FROM cluster_secrets WHERE cluster = ?", KeyStore::row, cluster);
    }

    /** By cluster's name. */
    public List<Row> all(Connection connection) throws SQLException {
        return Rows.list(connection, "SELECT * FROM cluster_secrets ORDER BY cluster", KeyStore::row);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getString("cluster"), row.getBytes("sealed"), row.getString("key_id"),
                row.getString("origin"), Rows.instant(row, "made"));
    }

    /** @throws SQLException if the cluster has some */
    public void add(Connection connection, Row row) throws SQLException {
        Rows.run(connection, "INSERT INTO cluster_secrets (cluster, sealed, key_id, origin, made)"
                + " VALUES (?, ?, ?, ?, ?)", row.cluster(), row.sealed(), row.keyId(), row.origin(), row.made());
    }

    /** The secrets and the list of what was minted with them. */
    public void forget(Connection connection, String cluster) throws SQLException {
        Rows.run(connection, "DELETE FROM cluster_secrets WHERE cluster = ?", cluster);
        Rows.run(connection, "DELETE FROM minted WHERE cluster = ?", cluster);
    }

    public void minted(Connection connection, Minted one) throws SQLException {
        Rows.run(connection, "INSERT INTO minted (cluster, kind, who, role, serial, at, until)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)", one.cluster(), one.kind(), one.who(), one.role(), one.serial(),
                one.at(), one.until());
    }

    /** Newest first. */
    public List<Minted> minted(Connection connection, String cluster, int limit) throws SQLException {
        return Rows.list(connection, "SELECT * FROM minted WHERE cluster = ? ORDER BY sequence DESC LIMIT ?",
                row -> new Minted(row.getString("cluster"), row.getString("kind"), row.getString("who"),
                        row.getString("role"), row.getString("serial"), Rows.instant(row, "at"),
                        Rows.instant(row, "until")), cluster, limit);
    }

    /** By node's name: ids of the machines that are nodes of the cluster. */
    public Map<String, String> machines(Connection connection, String cluster) throws SQLException {
        Map<String, String> all = new TreeMap<>();
        Rows.list(connection, "SELECT node, id FROM machines WHERE cluster = ? AND node <> ''",
                row -> all.put(row.getString("node"), row.getString("id")), cluster);
        return all;
    }

    /** The address from which the machine fetched its configuration last; empty if it never did. */
    public Optional<Ipv4> installedFrom(Connection connection, String machine) throws SQLException {
        Optional<String> address = Rows.first(connection, "SELECT address FROM served WHERE machine = ?"
                + " ORDER BY sequence DESC LIMIT 1", row -> row.getString(1), machine);
        try {
            return address.isPresent() ? Optional.of(Ipv4.parse(address.get())) : Optional.empty();
        } catch (Malformed e) {
            throw new SQLException("the table served has a broken row: " + e.getMessage(), e);
        }
    }
}
