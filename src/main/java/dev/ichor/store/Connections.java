package dev.ichor.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens connections with the pragmas that this product relies on. */
final class Connections {
    private static final int BUSY_MILLIS = 5_000;
    private static final int JOURNAL_LIMIT = 64 << 20;

    private final Path file;

    Connections(Path file) {
        this.file = file;
    }

    /** For Flyway, which opens and closes its own connections. */
    SQLiteDataSource migrations() {
        return source(writing());
    }

    Connection writer() throws SQLException {
        return opened(writing());
    }

    Connection reader() throws SQLException {
        SQLiteConfig config = common();
        config.setReadOnly(true);
        return opened(config);
    }

    /** {@code synchronous=FULL}: with WAL, {@code NORMAL} may lose the last commits in a power cut. */
    private static SQLiteConfig writing() {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setJournalSizeLimit(JOURNAL_LIMIT);
        return config;
    }

    private static SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return config;
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private Connection opened(SQLiteConfig config) throws SQLException {
        Connection connection = source(config).getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
        }
        return connection;
    }
}
