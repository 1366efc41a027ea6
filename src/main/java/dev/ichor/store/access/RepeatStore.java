package dev.ichor.store.access;

import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Requests that carried an Idempotency-Key. */
public final class RepeatStore {
    /** An answer that was given. */
    public record Answer(int status, String type, String body) {
    }

    /**
     * A request.
     *
     * @param request hash of it
     * @param answer  empty while it is being done, and if the appliance stopped in the middle
     */
    public record Row(String request, Instant begun, Optional<Answer> answer) {
    }

    public Optional<Row> find(Connection connection, String token, String key) throws SQLException {
        return Rows.first(connection, "SELECT * FROM repeats WHERE token = ? AND key = ?", row -> {
            int status = row.getInt("status");
            Optional<Answer> answer = row.wasNull() ? Optional.empty()
                    : Optional.of(new Answer(status, row.getString("type"), row.getString("body")));
            return new Row(row.getString("request"), Rows.instant(row, "begun"), answer);
        }, token, key);
    }

    public void begin(Connection connection, String token, String key, String request, Instant at)
            throws SQLException {
        Rows.run(connection, "INSERT INTO repeats (token, key, request, begun) VALUES (?, ?, ?, ?)", token, key,
                request, at);
    }

    public void done(Connection connection, String token, String key, Answer answer) throws SQLException {
        Rows.run(connection, "UPDATE repeats SET status = ?, type = ?, body = ? WHERE token = ? AND key = ?",
                answer.status(), answer.type(), answer.body(), token, key);
    }

    public void forget(Connection connection, String token, String key) throws SQLException {
        Rows.run(connection, "DELETE FROM repeats WHERE token = ? AND key = ?", token, key);
    }

    /** Forgets those that were begun before a time, and of the answered ones all but the newest {@code most}. */
    public int sweep(Connection connection, Instant before, int most) throws SQLException {
        return Rows.run(connection, "DELETE FROM repeats WHERE begun < ?", before)
                + Rows.run(connection, "DELETE FROM repeats WHERE status IS NOT NULL AND begun < (SELECT begun FROM"
                + " repeats ORDER BY begun DESC LIMIT 1 OFFSET ?)", most - 1);
    }
}
