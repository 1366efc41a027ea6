package dev.ichor.provisioner.access;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every change with who, from where, what, before and after. Append-only. */
public interface Audit {
    /**
     * One change.
     *
     * @param action what was done: a verb and a kind, e.g. {@code arm machine}, {@code apply inventory}
     * @param object to what, e.g. a machine's id, {@code clusters/prod}
     * @param before as JSON; empty if there was nothing
     * @param after  as JSON; empty if there is nothing
     */
    record Entry(long sequence, Instant at, Caller by, String action, String object, String before, String after) {
    }

    /** Which entries: of an object, by a token's name; each empty for any. */
    record Filter(Optional<String> object, Optional<String> by) {
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty());
    }

    /**
     * Adds an entry in the transaction that makes the change. Secrets never go in. Of a longer {@code before} or
     * {@code after} than 64 KiB the beginning is kept, with a mark at its end.
     */
    void add(Connection connection, Caller by, String action, String object, String before, String after)
            throws SQLException;

    /** Up to {@code limit} entries with a sequence below {@code before}, newest first. */
    List<Entry> list(Filter filter, long before, int limit);
}
