package dev.ichor.provisioner.access;

import dev.ichor.store.Database;
import dev.ichor.store.access.AuditStore;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** The audit log in the appliance's database. Thread-safe. */
public final class StoredAudit implements Audit {
    /** Bytes of UTF-8 that are kept of a value before and after. */
    public static final int VALUE_BYTES = 64 << 10;
    private static final int NAME_BYTES = 1 << 10;

    private final Database database;
    private final InstantSource clock;
    private final AuditStore store = new AuditStore();

    public StoredAudit(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void add(Connection connection, Caller by, String action, String object, String before, String after)
            throws SQLException {
        store.add(connection, new AuditStore.Row(0, clock.instant(), by.token(), by.name(), by.role().label(),
                by.from(), cut(action, NAME_BYTES), cut(object, NAME_BYTES), cut(before, VALUE_BYTES),
                cut(after, VALUE_BYTES)));
    }

    @Override
    public List<Entry> list(Filter filter, long before, int limit) {
        return database.reading(connection -> store.list(connection, filter.object(), filter.by(), before, limit))
                .stream().map(StoredAudit::entry).toList();
    }

    private static Entry entry(AuditStore.Row row) {
        Role role = Role.valueOf(row.role().toUpperCase(Locale.ROOT));
        return new Entry(row.sequence(), row.at(), new Caller(row.token(), row.name(), role, row.address()),
                row.action(), row.object(), row.before(), row.after());
    }

    /** The text, or as much of its beginning as fits into {@code bytes}, and a mark. Whole characters only. */
    static String cut(String text, int bytes) {
        if (text.length() <= bytes / 3) {
            return text;
        }
        CharBuffer in = CharBuffer.wrap(text);
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE)
                .encode(in, ByteBuffer.allocate(bytes), true);
        return in.hasRemaining() ? text.substring(0, in.position()) + " … (cut; it has " + text.length()
                + " characters)" : text;
    }
}
