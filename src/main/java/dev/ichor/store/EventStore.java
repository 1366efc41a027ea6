package dev.ichor.store;

import static dev.ichor.store.Rows.instant;

import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The append-only history. Each method works in the transaction of the connection it is given. */
public final class EventStore {
    /** One line of the history. */
    public record Line(long sequence, MachineId machine, Instant at, String kind, String text) {
    }

    public void append(Connection connection, MachineId machine, MachineEvent event) throws SQLException {
        Rows.run(connection, "INSERT INTO events (machine, at, kind, text) VALUES (?, ?, ?, ?)",
                machine, event.at(), event.kind(), event.text());
    }

    /** Up to {@code limit} lines after a sequence number, oldest first; of one machine or of all. */
    public List<Line> after(Connection connection, Optional<MachineId> machine, long after, int limit)
            throws SQLException {
        Rows.Reader<Line> reader = row -> new Line(row.getLong("sequence"),
                MachineStore.stored(row.getString("machine"), MachineId::parse), instant(row, "at"),
                row.getString("kind"), row.getString("text"));
        return machine.isPresent()
                ? Rows.list(connection, "SELECT * FROM events WHERE machine = ? AND sequence > ? ORDER BY sequence"
                + " LIMIT ?", reader, machine.get(), after, limit)
                : Rows.list(connection, "SELECT * FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?", reader,
                after, limit);
    }

    /** The sequence number of the last line of all; 0 if there is none. */
    public long last(Connection connection) throws SQLException {
        return Rows.first(connection, "SELECT coalesce(max(sequence), 0) FROM events", row -> row.getLong(1))
                .orElseThrow();
    }

    /** The latest line of that kind. */
    public Optional<Line> last(Connection connection, MachineId machine, String kind) throws SQLException {
        return Rows.first(connection, "SELECT * FROM events WHERE machine = ? AND kind = ? ORDER BY sequence DESC"
                        + " LIMIT 1", row -> new Line(row.getLong("sequence"), machine, instant(row, "at"),
                row.getString("kind"), row.getString("text")), machine, kind);
    }

    /** How many lines of that kind the machine has since a time. */
    public int count(Connection connection, MachineId machine, String kind, Instant since) throws SQLException {
        return Rows.first(connection, "SELECT count(*) FROM events WHERE machine = ? AND kind = ? AND at >= ?",
                row -> row.getInt(1), machine, kind, since).orElseThrow();
    }
}
