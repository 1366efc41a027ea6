package dev.ichor.store.handoff;

import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Timelines of clusters, the newest lines of each, and how their gates were last told to stand. Each method works in
 * the transaction of the connection it is given.
 */
public final class TimelineStore {
    /** How many lines of a cluster are kept. */
    public static final int KEPT = 2_000;

    /** A line; {@code kind} is {@code gate}, {@code bundle}, {@code run} or {@code step}. */
    public record Line(long sequence, Instant at, String kind, String subject, String state, String text) {
        /** One that has no number yet. */
        public Line(Instant at, String kind, String subject, String state, String text) {
            this(0, at, kind, subject, state, text);
        }
    }

    /** Adds a line, whose number is given by the database, and forgets the cluster's oldest. */
    public void add(Connection connection, String cluster, Line line) throws SQLException {
        Rows.run(connection, "INSERT INTO handoff_lines (cluster, at, kind, subject, state, text)"
                        + " VALUES (?, ?, ?, ?, ?, ?)", cluster, line.at(), line.kind(), line.subject(), line.state(),
                line.text());
        Rows.run(connection, "DELETE FROM handoff_lines WHERE cluster = ?1 AND sequence <= (SELECT sequence FROM"
                + " handoff_lines WHERE cluster = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ?2)", cluster, KEPT);
    }

    /** Oldest first: those after a number, or without one the newest. */
    public List<Line> lines(Connection connection, String cluster, OptionalLong after, int limit) throws SQLException {
        Rows.Reader<Line> reader = row -> new Line(row.getLong("sequence"), Rows.instant(row, "at"),
                row.getString("kind"), row.getString("subject"), row.getString("state"), row.getString("text"));
        return after.isPresent()
                ? Rows.list(connection, "SELECT * FROM handoff_lines WHERE cluster = ? AND sequence > ?"
                + " ORDER BY sequence LIMIT ?", reader, cluster, after, limit)
                : Rows.list(connection, "SELECT * FROM handoff_lines WHERE cluster = ? ORDER BY sequence DESC LIMIT ?",
                reader, cluster, limit).reversed();
    }

    /** How each gate was last told to stand. */
    public Map<String, String> gates(Connection connection, String cluster) throws SQLException {
        Map<String, String> gates = new HashMap<>();
        Rows.list(connection, "SELECT gate, state FROM handoff_gates WHERE cluster = ?",
                row -> gates.put(row.getString("gate"), row.getString("state")), cluster);
        return gates;
    }

    /** Adds a line that tells how a gate stands now. */
    public void gate(Connection connection, String cluster, Line line) throws SQLException {
        add(connection, cluster, line);
        Rows.run(connection, "INSERT INTO handoff_gates (cluster, gate, state, at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (cluster, gate) DO UPDATE SET state = excluded.state, at = excluded.at",
                cluster, line.subject(), line.state(), line.at());
    }
}
