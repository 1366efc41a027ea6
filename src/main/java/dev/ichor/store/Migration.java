package dev.ichor.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database to the schema of this version of the program. A database that a newer version migrated is
 * refused, which is not what Flyway does by itself: hence no ignored patterns.
 */
final class Migration {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

    private Migration() {
    }

    /**
     * Migrates. A database that is not new is first saved as {@code <file>.before-<version>}.
     *
     * @throws StoreException if a migration fails or the database is of a newer version of the program
     */
    static void run(Path file, Connections connections) {
        boolean fresh = !Files.exists(file);
        int stamp = SchemaStamp.ofClassPath();
        try {
            if (!fresh && stampOf(connections) == stamp) {
                return;
            }
            migrate(file, connections, fresh);
            try (Connection connection = connections.writer()) {
                SchemaStamp.write(connection, stamp);
            }
        } catch (FlywayException e) {
            throw new StoreException("the database " + file + " does not fit this version of the program: "
                    + e.getMessage(), e);
        } catch (SQLException e) {
            throw new StoreException("cannot use the database " + file + ": " + e.getMessage(), e);
        }
    }

    private static int stampOf(Connections connections) throws SQLException {
        try (Connection connection = connections.writer()) {
            return SchemaStamp.read(connection);
        }
    }

    private static void migrate(Path file, Connections connections, boolean fresh) {
        Flyway flyway = Flyway.configure(Migration.class.getClassLoader())
                .dataSource(connections.migrations())
                .locations("classpath:db/migration")
                .loggers("slf4j")
                .cleanDisabled(true)
                .validateOnMigrate(true)
                .ignoreMigrationPatterns(new String[0])
                .load();
        if (!fresh) {
            MigrationInfo[] pending = flyway.info().pending();
            if (pending.length > 0) {
                save(file, connections, pending[pending.length - 1].getVersion().getVersion());
            }
        }
        flyway.migrate();
    }

    private static void save(Path file, Connections connections, String version) {
        Path copy = file.resolveSibling(file.getFileName() + ".before-" + version);
        try (Connection connection = connections.writer(); Statement statement = connection.createStatement()) {
            Files.deleteIfExists(copy);
            statement.execute("VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
            LOG.info("database-saved file={} before-version={}", copy, version);
        } catch (SQLException | IOException e) {
            throw new StoreException("cannot save the database to " + copy + " before migrating it: "
                    + e.getMessage(), e);
        }
    }
}
