package dev.ichor.store.talos;

import dev.ichor.store.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sqlite.SQLiteConfig;

/** Everything in the database that is sealed, for those who care for the key and not for what it hides. */
public final class SealedColumns {
    /** Whose sealed text it is, as the seal names it, and where it stands. */
    public record Cell(String about, String keyId, byte[] sealed, Table table, String key) {
        /** Without the bytes. */
        @Override
        public String toString() {
            return table + " " + key;
        }
    }

    /** A table with a sealed column. */
    public enum Table {
        /** About the cluster, by its name. */
        CLUSTER_SECRETS("cluster_secrets", "cluster", "cluster"),
        /** About the machine, by its id. */
        SERVED("served", "machine", "sequence");

        private final String name;
        private final String about;
        private final String key;

        Table(String name, String about, String key) {
            this.name = name;
            this.about = about;
            this.key = key;
        }
    }

    private SealedColumns() {
    }

    /** The keys that are needed to open all of it. */
    public static Set<String> keys(Connection connection) throws SQLException {
        return new TreeSet<>(Rows.list(connection, "SELECT key_id FROM cluster_secrets UNION SELECT key_id FROM served",
                row -> row.getString(1)));
    }

    /**
     * The same of an appliance that may be running. Reads only.
     *
     * @param state its state folder
     * @return empty if there is no database yet, it is of an older version, or it cannot be read
     */
    public static Optional<Set<String>> keys(Path state) {
        Path file = state.resolve("ichor.db");
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
            return Optional.of(keys(connection));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** All of it. */
    public static List<Cell> all(Connection connection) throws SQLException {
        List<Cell> cells = new ArrayList<>();
        for (Table table : Table.values()) {
            cells.addAll(Rows.list(connection, "SELECT " + table.about + ", key_id, sealed, " + table.key + " FROM "
                    + table.name + " ORDER BY " + table.key, row -> new Cell(row.getString(1), row.getString(2),
                    row.getBytes(3), table, row.getString(4))));
        }
        return cells;
    }

    /** Puts other bytes in the place of the cell's. */
    public static void replace(Connection connection, Cell cell, byte[] sealed, String keyId) throws SQLException {
        Rows.run(connection, "UPDATE " + cell.table.name + " SET sealed = ?, key_id = ? WHERE " + cell.table.key
                + " = ?", sealed, keyId, cell.key);
    }
}
