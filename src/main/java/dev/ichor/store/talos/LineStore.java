package dev.ichor.store.talos;

import dev.ichor.machine.MachineId;
import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lines of nodes, the newest of each machine and of all. Events and kernel lines of a machine are counted apart, so
 * that a long kernel log does not make the appliance forget which events it has heard.
 */
public final class LineStore {
    /** A Talos keeps its last 1000 events and may tell them all again. */
    static final int EVENTS_KEPT = 1_200;
    static final int KERNEL_KEPT = 2_000;
    static final int KEPT = 1_000_000;
    /** How many lines of a machine may come before the oldest are looked for. */
    private static final int SLACK = 200;

    /** A line; {@code source} is {@code EVENT} or {@code KERNEL}. */
    public record Line(long number, Instant at, String source, String level, String text) {
    }

    /**
     * How far a node was heard.
     *
     * @param said    number of its last line
     * @param began   when it last said that a boot begins
     * @param history what is remembered of its installation, as JSON; empty if nothing
     */
    public record Progress(long said, Optional<Instant> began, String history) {
        public static final Progress NONE = new Progress(0, Optional.empty(), "");
    }

    /** True if that event of the machine was heard already. */
    public boolean knows(Connection connection, MachineId machine, String event) throws SQLException {
        return Rows.first(connection, "SELECT 1 FROM node_lines WHERE machine = ? AND event = ? AND event <> ''",
                row -> true, machine, event).isPresent();
    }

    public Progress progress(Connection connection, MachineId machine) throws SQLException {
        return Rows.first(connection, "SELECT said, began, history FROM node_progress WHERE machine = ?", row -> {
            long began = row.getLong("began");
            Optional<Instant> at = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(began));
            return new Progress(row.getLong("said"), at, row.getString("history"));
        }, machine).orElse(Progress.NONE);
    }

    /** Keeps it, and forgets the machine's oldest lines now and then. */
    public void save(Connection connection, MachineId machine, Progress before, Progress now) throws SQLException {
        Rows.run(connection, "INSERT INTO node_progress (machine, said, began, history) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (machine) DO UPDATE SET said = excluded.said, began = excluded.began,"
                + " history = excluded.history", machine, now.said(), now.began(), now.history());
        if (before.said() / SLACK != now.said() / SLACK) {
            prune(connection, machine, "EVENT", EVENTS_KEPT);
            prune(connection, machine, "KERNEL", KERNEL_KEPT);
            Rows.run(connection, "DELETE FROM node_lines WHERE sequence <= (SELECT max(sequence) FROM node_lines) - ?",
                    KEPT);
        }
    }

    private static void prune(Connection connection, MachineId machine, String source, int kept) throws SQLException {
        Rows.run(connection, "DELETE FROM node_lines WHERE machine = ?1 AND source = ?2 AND number <= (SELECT number"
                + " FROM node_lines WHERE machine = ?1 AND source = ?2 ORDER BY number DESC LIMIT 1 OFFSET ?3)",
                machine, source, kept);
    }

    /** @param event its id; empty for kernel lines, and for events without one */
    public void add(Connection connection, MachineId machine, Line line, String event) throws SQLException {
        Rows.run(connection, "INSERT INTO node_lines (machine, number, at, source, event, level, text)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)", machine, line.number(), line.at(), line.source(), event,
                line.level(), line.text());
    }

    /** Lines after a number, oldest first; without a number the newest {@code limit}. */
    public List<Line> lines(Connection connection, MachineId machine, OptionalLong after, int limit)
            throws SQLException {
        Rows.Reader<Line> reader = row -> new Line(row.getLong("number"), Rows.instant(row, "at"),
                row.getString("source"), row.getString("level"), row.getString("text"));
        return after.isPresent()
                ? Rows.list(connection, "SELECT * FROM node_lines WHERE machine = ? AND number > ? ORDER BY number"
                + " LIMIT ?", reader, machine, after, limit)
                : Rows.list(connection, "SELECT * FROM node_lines WHERE machine = ? ORDER BY number DESC LIMIT ?",
                reader, machine, limit).reversed();
    }

    /** When the machine's last line came; empty if it has none. */
    public Optional<Instant> heard(Connection connection, MachineId machine) throws SQLException {
        return Rows.first(connection, "SELECT at FROM node_lines WHERE machine = ? ORDER BY number DESC LIMIT 1",
                row -> Rows.instant(row, "at"), machine);
    }

    /**
     * Whom an address was last told to be by what is kept: its lease, else the latest of the questions that came from
     * it.
     *
     * @return the MAC
     */
    public Optional<String> mac(Connection connection, String address, Instant now) throws SQLException {
        Optional<String> lease = Rows.first(connection, "SELECT mac FROM lease WHERE address = ? AND state = 'ACTIVE'"
                + " AND expires > ? AND mac IS NOT NULL", row -> row.getString(1), address, now);
        return lease.isPresent() ? lease : Rows.first(connection, "SELECT mac FROM sightings WHERE address = ?"
                + " ORDER BY sequence DESC LIMIT 1", row -> row.getString(1), address);
    }

    /** The machine that last got its configuration at that address. */
    public Optional<String> served(Connection connection, String address) throws SQLException {
        return Rows.first(connection, "SELECT machine FROM served WHERE address = ? ORDER BY sequence DESC LIMIT 1",
                row -> row.getString(1), address);
    }

    /** When the machine with one of these MACs first asked something in that boot. */
    public Optional<Instant> boot(Connection connection, String macs, String boot) throws SQLException {
        return Rows.first(connection, "SELECT min(at) AS at FROM sightings WHERE mac IN (SELECT value FROM"
                + " json_each(?)) AND boot = ?", row -> {
                    Instant at = Rows.instant(row, "at");
                    return row.wasNull() ? Optional.<Instant>empty() : Optional.of(at);
                }, macs, boot).flatMap(at -> at);
    }
}
