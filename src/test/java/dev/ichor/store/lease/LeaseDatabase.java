package dev.ichor.store.lease;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens a database with the lease tables and the product's pragmas, for tests. */
public final class LeaseDatabase {
    private LeaseDatabase() {
    }

    public static Connection open(Path file) throws SQLException, IOException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA busy_timeout=5000");
            boolean there;
            try (ResultSet rows = statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'lease'")) {
                there = rows.next();
            }
            if (!there) {
                statement.executeUpdate(migration());
            }
        }
        return connection;
    }

    private static String migration() throws IOException {
        try (InputStream in = LeaseDatabase.class.getResourceAsStream("/db/migration/V2__leases.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
