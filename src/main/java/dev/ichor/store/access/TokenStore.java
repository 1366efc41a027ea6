package dev.ichor.store.access;

import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens. Each method works in the transaction of the connection it is given. */
public final class TokenStore {
    private static final String COLUMNS = "id, name, role, hash, created, expires, used, revoked";

    /**
     * A token.
     *
     * @param role its label
     * @param hash SHA-256 of the secret
     */
    public record Row(String id, String name, String role, byte[] hash, Instant created, Optional<Instant> expires,
                      Optional<Instant> used, Optional<Instant> revoked) {
    }

    public void add(Connection connection, Row token) throws SQLException {
        Rows.run(connection, "INSERT INTO tokens (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)", token.id(),
                token.name(), token.role(), token.hash(), token.created(), token.expires(), token.used(),
                token.revoked());
    }

    /** All of them, newest first. */
    public List<Row> all(Connection connection) throws SQLException {
        return Rows.list(connection, "SELECT " + COLUMNS + " FROM tokens ORDER BY created DESC, id", row -> new Row(
                row.getString("id"), row.getString("name"), row.getString("role"), row.getBytes("hash"),
                Rows.instant(row, "created"), Columns.instant(row, "expires"), Columns.instant(row, "used"),
                Columns.instant(row, "revoked")));
    }

    /** False if there is no such token or it was revoked before. */
    public boolean revoke(Connection connection, String id, Instant at) throws SQLException {
        return Rows.run(connection, "UPDATE tokens SET revoked = ? WHERE id = ? AND revoked IS NULL", at, id) == 1;
    }

    public void used(Connection connection, String id, Instant at) throws SQLException {
        Rows.run(connection, "UPDATE tokens SET used = ? WHERE id = ?", at, id);
    }
}
