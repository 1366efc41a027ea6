package dev.ichor.store.handoff;

import dev.ichor.mayastor.site.Proof;
import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What was measured on nodes: the latest of each kind and subject. Each method works in the transaction of the
 * connection it is given.
 */
public final class ProofStore {
    /** Sorted by kind and subject. */
    public List<Proof> of(Connection connection, String cluster) throws SQLException {
        return Rows.list(connection, "SELECT * FROM handoff_proofs WHERE cluster = ? ORDER BY kind, subject",
                row -> new Proof(row.getString("kind"), row.getString("subject"), row.getBoolean("good"),
                        row.getString("detail"), Rows.instant(row, "at")), cluster);
    }

    public void put(Connection connection, String cluster, Proof proof) throws SQLException {
        Rows.run(connection, "INSERT INTO handoff_proofs (cluster, kind, subject, good, detail, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (cluster, kind, subject) DO UPDATE SET"
                        + " good = excluded.good, detail = excluded.detail, at = excluded.at", cluster, proof.kind(),
                proof.subject(), proof.good(), proof.detail(), proof.at());
    }

    public void delete(Connection connection, String cluster, Proof proof) throws SQLException {
        Rows.run(connection, "DELETE FROM handoff_proofs WHERE cluster = ? AND kind = ? AND subject = ?", cluster,
                proof.kind(), proof.subject());
    }
}
