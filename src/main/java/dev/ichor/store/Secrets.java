package dev.ichor.store;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;

/** Keys that this appliance made for itself. */
public final class Secrets {
    private Secrets() {
    }

    /** The secret of that name; made of {@code bytes} random bytes when it is asked for the first time. */
    public static byte[] get(Connection connection, String name, int bytes) throws SQLException {
        byte[] fresh = new byte[bytes];
        new SecureRandom().nextBytes(fresh);
        Rows.run(connection, "INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name,
                fresh);
        return Rows.first(connection, "SELECT value FROM secrets WHERE name = ?", row -> row.getBytes(1), name)
                .orElseThrow();
    }
}
