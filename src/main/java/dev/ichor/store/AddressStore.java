package dev.ichor.store;

import dev.ichor.base.Ipv4;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The storage addresses that nodes have. No address has two nodes: the table's key sees to that. Each method works in
 * the transaction of the connection it is given.
 */
public final class AddressStore {
    /** An address of a node. {@code pooled}: it was taken from the pool, not declared. */
    public record Given(Ipv4 address, String cluster, String node, boolean pooled) {
    }

    private static final Rows.Reader<Given> READER = row -> new Given(
            MachineStore.stored(row.getString("address"), Ipv4::parse), row.getString("cluster"), row.getString("node"),
            row.getBoolean("pooled"));

    /** All addresses that nodes have now, of whatever cluster. */
    public List<Given> all(Connection connection) throws SQLException {
        return Rows.list(connection, "SELECT * FROM addresses", READER);
    }

    public Optional<Given> ofNode(Connection connection, String node) throws SQLException {
        return Rows.first(connection, "SELECT * FROM addresses WHERE node = ?", READER, node);
    }

    public Optional<Given> holder(Connection connection, Ipv4 address) throws SQLException {
        return Rows.first(connection, "SELECT * FROM addresses WHERE address = ?", READER, address);
    }

    /** By node's name. */
    public Map<String, Ipv4> byNode(Connection connection) throws SQLException {
        Map<String, Ipv4> all = new HashMap<>();
        all(connection).forEach(given -> all.put(given.node(), given.address()));
        return all;
    }

    /** Every address that a node of the cluster ever had. */
    public Set<Ipv4> everGiven(Connection connection, String cluster) throws SQLException {
        return new LinkedHashSet<>(Rows.list(connection,
                "SELECT DISTINCT address FROM addresses_given WHERE cluster = ?",
                row -> MachineStore.stored(row.getString(1), Ipv4::parse), cluster));
    }

    /**
     * Gives it.
     *
     * @throws SQLException if another node has it, or the node has one
     */
    public void give(Connection connection, Given given, Instant at) throws SQLException {
        Rows.run(connection, "INSERT INTO addresses (address, cluster, node, pooled, given) VALUES (?, ?, ?, ?, ?)",
                given.address(), given.cluster(), given.node(), given.pooled(), at);
    }

    /** Takes back what the node has, if it has one. */
    public void release(Connection connection, String node, Instant at) throws SQLException {
        Rows.run(connection, "INSERT INTO addresses_given (at, what, address, cluster, node)"
                + " SELECT ?, 'RELEASED', address, cluster, node FROM addresses WHERE node = ?", at, node);
        Rows.run(connection, "DELETE FROM addresses WHERE node = ?", node);
    }
}
