package dev.ichor.store.access;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.store.EventStore;
import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Webhooks, and how far each has come in the list of events. */
public final class WebhookStore {
    private final EventStore events = new EventStore();

    /**
     * A webhook.
     *
     * @param kinds   kinds of events that it is told; empty: all
     * @param secret  signs each delivery
     * @param taken   sequence of the latest event that was taken or given up
     * @param givenUp how many were given up
     * @param failing since when no delivery was taken; empty if the latest was
     * @param failure why the latest try failed; empty text if it did not
     */
    public record Row(String id, String url, List<String> kinds, String secret, Instant created, long taken,
                      int givenUp, Optional<Instant> failing, String failure) {
        public Row {
            kinds = List.copyOf(kinds);
        }

        /** Whether it is told of events of that kind. */
        public boolean wants(String kind) {
            return kinds.isEmpty() || kinds.contains(kind);
        }

        /** Never the secret. */
        @Override
        public String toString() {
            return "webhook " + id;
        }
    }

    public void add(Connection connection, Row hook) throws SQLException {
        Rows.run(connection, "INSERT INTO webhooks (id, url, kinds, secret, created, taken) VALUES (?, ?, ?, ?, ?, ?)",
                hook.id(), hook.url(), Json.write(hook.kinds()), hook.secret(), hook.created(), hook.taken());
    }

    /** All of them, newest first. */
    public List<Row> all(Connection connection) throws SQLException {
        return Rows.list(connection, "SELECT * FROM webhooks ORDER BY created DESC, id", WebhookStore::row);
    }

    public Optional<Row> find(Connection connection, String id) throws SQLException {
        return Rows.first(connection, "SELECT * FROM webhooks WHERE id = ?", WebhookStore::row, id);
    }

    private static Row row(ResultSet row) throws SQLException {
        try {
            return new Row(row.getString("id"), row.getString("url"), Json.readList(row.getString("kinds"),
                    String.class), row.getString("secret"), Rows.instant(row, "created"), row.getLong("taken"),
                    row.getInt("given_up"), Columns.instant(row, "failing_since"), row.getString("failure"));
        } catch (Malformed e) {
            throw new SQLException("the table of webhooks has a broken row: " + e.getMessage(), e);
        }
    }

    public boolean delete(Connection connection, String id) throws SQLException {
        return Rows.run(connection, "DELETE FROM webhooks WHERE id = ?", id) == 1;
    }

    /** Everything up to {@code sequence} is dealt with, and nothing is failing. */
    public void taken(Connection connection, String id, long sequence) throws SQLException {
        Rows.run(connection, "UPDATE webhooks SET taken = ?, failing_since = NULL, failure = '' WHERE id = ?",
                sequence, id);
    }

    /** Nothing up to {@code sequence} was for it. */
    public void passed(Connection connection, String id, long sequence) throws SQLException {
        Rows.run(connection, "UPDATE webhooks SET taken = ? WHERE id = ?", sequence, id);
    }

    /** A try failed; the first of a row of failures says since when. */
    public void failed(Connection connection, String id, Instant at, String why) throws SQLException {
        Rows.run(connection, "UPDATE webhooks SET failing_since = coalesce(failing_since, ?), failure = ? WHERE id = ?",
                at, why, id);
    }

    /** Events up to {@code sequence}, {@code count} of them for this webhook, are given up. */
    public void givenUp(Connection connection, String id, long sequence, int count) throws SQLException {
        Rows.run(connection, "UPDATE webhooks SET taken = ?, given_up = given_up + ? WHERE id = ?", sequence, count,
                id);
    }

    /** Events after a sequence number, oldest first. */
    public List<EventStore.Line> events(Connection connection, long after, int limit) throws SQLException {
        return events.after(connection, Optional.empty(), after, limit);
    }

    /** The latest event's sequence number; 0 if there is none. */
    public long latest(Connection connection) throws SQLException {
        return Rows.first(connection, "SELECT coalesce(max(sequence), 0) FROM events", row -> row.getLong(1))
                .orElseThrow();
    }

    /** How many events up to {@code last} the webhook still has to be told. */
    public int waiting(Connection connection, Row hook, long last) throws SQLException {
        return Rows.first(connection, "SELECT count(*) FROM events WHERE sequence > ? AND sequence <= ? AND"
                        + " (? = '[]' OR kind IN (SELECT value FROM json_each(?)))", row -> row.getInt(1),
                hook.taken(), last, Json.write(hook.kinds()), Json.write(hook.kinds())).orElseThrow();
    }

    /** The last event before the first one after {@code taken} that is not older than {@code since}. */
    public long lastBefore(Connection connection, long taken, Instant since) throws SQLException {
        return Rows.first(connection, "SELECT coalesce((SELECT sequence - 1 FROM events WHERE sequence > ? AND at >= ?"
                        + " ORDER BY sequence LIMIT 1), (SELECT max(sequence) FROM events), 0)", row -> row.getLong(1),
                taken, since).orElseThrow();
    }
}
