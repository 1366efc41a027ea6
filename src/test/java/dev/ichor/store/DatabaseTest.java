package dev.ichor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatabaseTest {
    @TempDir
    Path folder;

    @Test
    void aSecondOpenIsRefusedWithOneSentence() {
        try (Database _ = Database.open(folder)) {
            StoreException refused = assertThrows(StoreException.class, () -> Database.open(folder));
            assertTrue(refused.getMessage().contains("in use by another ichor process"), refused.getMessage());
        }
        Database.open(folder).close();
    }

    @Test
    void writesAreDurableAndPrivate() throws Exception {
        try (Database database = Database.open(folder.resolve("state"))) {
            assertEquals("2", pragma(database, "synchronous"));
            assertEquals("wal", pragma(database, "journal_mode"));
            assertEquals("1", pragma(database, "foreign_keys"));
            assertEquals("0", pragma(database, "trusted_schema"));
            assertEquals("5000", pragma(database, "busy_timeout"));
            assertEquals("rw-------", PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(folder.resolve("state/ichor.db"))));
            assertEquals("rwx------", PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(folder.resolve("state"))));
        }
    }

    @Test
    void everyTableIsStrict() {
        try (Database database = Database.open(folder)) {
            List<String> loose = database.reading(connection -> Rows.list(connection,
                    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0"
                            + " AND name NOT LIKE 'sqlite_%' AND name <> 'flyway_schema_history'",
                    row -> row.getString(1)));
            assertEquals(List.of(), loose);
        }
    }

    @Test
    void aFailedTransactionLeavesNothing() {
        try (Database database = Database.open(folder)) {
            assertThrows(IllegalStateException.class, () -> database.inTransaction(connection -> {
                put(connection, "half");
                throw new IllegalStateException("midway");
            }));
            assertEquals(0, count(database, "secrets"));
            database.inTransaction(connection -> put(connection, "whole"));
            assertEquals(1, count(database, "secrets"));
        }
    }

    @Test
    void readersCannotWrite() {
        try (Database database = Database.open(folder)) {
            assertThrows(StoreException.class, () -> database.reading(connection -> put(connection, "x")));
        }
    }

    @Test
    void manyThreadsWriteOneAfterTheOther() throws Exception {
        try (Database database = Database.open(folder);
             ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> done = IntStream.range(0, 200).mapToObj(i -> threads.submit(
                    () -> database.inTransaction(connection -> put(connection, "s" + i)))).toList();
            for (Future<Integer> one : done) {
                assertEquals(1, one.get());
            }
            assertEquals(200, count(database, "secrets"));
        }
    }

    @Test
    void anOldDatabaseIsSavedBeforeItIsMigrated() throws Exception {
        Database.open(folder).close();
        // As if this database came from the time before the last migration: that one is forgotten and undone.
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ichor.db"));
             Statement statement = connection.createStatement()) {
            // A virtual table takes its shadow tables with it.
            List<String> tables = Rows.list(connection, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND"
                    + " type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%' AND name <> 'flyway_schema_history'"
                    + " ORDER BY type DESC", row -> row.getString(1));
            List<String> views = Rows.list(connection, "SELECT name FROM sqlite_schema WHERE type = 'view'",
                    row -> row.getString(1));
            for (String view : views) {
                statement.execute("DROP VIEW " + view);
            }
            for (String table : tables) {
                statement.execute("DROP TABLE " + table);
            }
            statement.execute("DELETE FROM flyway_schema_history");
            statement.execute("PRAGMA user_version = 7");
        }
        Database.open(folder).close();
        try (var files = Files.list(folder)) {
            assertTrue(files.anyMatch(file -> file.getFileName().toString().startsWith("ichor.db.before-")));
        }
    }

    @Test
    void aDatabaseOfANewerProgramIsRefused() throws Exception {
        Database.open(folder).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ichor.db"));
             Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history SELECT installed_rank + 1000, '9999', 'later', type,"
                    + " 'V9999__later.sql', 1, installed_by, installed_on, 1, 1 FROM flyway_schema_history LIMIT 1");
            statement.execute("PRAGMA user_version = 7");
        }
        StoreException refused = assertThrows(StoreException.class, () -> Database.open(folder));
        assertTrue(refused.getMessage().contains("does not fit this version"), refused.getMessage());
        assertFalse(refused.getMessage().isBlank());
    }

    private static String pragma(Database database, String name) {
        return database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement();
                 ResultSet row = statement.executeQuery("PRAGMA " + name)) {
                return row.getString(1);
            }
        });
    }

    private static int put(Connection connection, String name) throws SQLException {
        return Rows.run(connection, "INSERT INTO secrets (name, value) VALUES (?, ?)", name, new byte[] {1});
    }

    private static int count(Database database, String table) {
        return database.reading(connection -> Rows.list(connection, "SELECT count(*) FROM " + table,
                row -> row.getInt(1)).getFirst());
    }
}
