package dev.ichor.store.handoff;

import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whatever is kept of clusters that are declared no more. */
public final class ForgottenClusters {
    private static final List<String> TABLES = List.of("handoff_bundles", "handoff_runs", "handoff_proofs",
            "handoff_gates", "handoff_lines");

    private ForgottenClusters() {
    }

    /** Names of clusters of which something is kept and that are not declared. */
    public static List<String> list(Connection connection) throws SQLException {
        String all = String.join(" UNION ", TABLES.stream().map(table -> "SELECT cluster FROM " + table).toList());
        return Rows.list(connection, "SELECT cluster FROM (" + all + ") WHERE cluster NOT IN (SELECT name FROM declared"
                + " WHERE kind = 'CLUSTER') ORDER BY cluster", row -> row.getString(1));
    }

    /** Forgets all of a cluster. */
    public static void forget(Connection connection, String cluster) throws SQLException {
        for (String table : TABLES) {
            Rows.run(connection, "DELETE FROM " + table + " WHERE cluster = ?", cluster);
        }
    }
}
