package dev.ichor.store.access;

import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The audit log; the database refuses to change or delete its rows. */
public final class AuditStore {
    /** One line; {@code sequence} is given by the database. */
    public record Row(long sequence, Instant at, String token, String name, String role, String address, String action,
                      String object, String before, String after) {
    }

    public void add(Connection connection, Row row) throws SQLException {
        Rows.run(connection, "INSERT INTO audit (at, token, name, role, address, action, object, old_value, new_value)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row.at(), row.token(), row.name(), row.role(),
                row.address(), row.action(), row.object(), row.before(), row.after());
    }

    /** Up to {@code limit} lines with a sequence below {@code before}, newest first; empty conditions hold for all. */
    public List<Row> list(Connection connection, Optional<String> object, Optional<String> name, long before, int limit)
            throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT * FROM audit WHERE sequence < ?");
        List<Object> values = new ArrayList<>(List.of(before));
        object.ifPresent(value -> {
            sql.append(" AND object = ?");
            values.add(value);
        });
        name.ifPresent(value -> {
            sql.append(" AND name = ?");
            values.add(value);
        });
        values.add(limit);
        return Rows.list(connection, sql + " ORDER BY sequence DESC LIMIT ?", row -> new Row(row.getLong("sequence"),
                Rows.instant(row, "at"), row.getString("token"), row.getString("name"), row.getString("role"),
                row.getString("address"), row.getString("action"), row.getString("object"),
                row.getString("old_value"), row.getString("new_value")), values.toArray());
    }
}
