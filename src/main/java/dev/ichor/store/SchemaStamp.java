package dev.ichor.store;

import dev.ichor.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * A digest of all migration files, kept in the database's {@code user_version}. If it is equal, the database was
 * migrated by exactly these files, and Flyway, which takes most of a start, has nothing to do.
 */
final class SchemaStamp {
    private static final String FOLDER = "db/migration";

    private SchemaStamp() {
    }

    /** The stamp of the migrations on the class path; never 0. */
    static int ofClassPath() {
        ClassLoader loader = SchemaStamp.class.getClassLoader();
        try {
            MessageDigest digest = Sha256.digest();
            for (String name : names(loader.getResource(FOLDER))) {
                digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                try (InputStream in = loader.getResourceAsStream(FOLDER + "/" + name)) {
                    digest.update(in.readAllBytes());
                }
            }
            byte[] bytes = digest.digest();
            return (bytes[0] & 0x7F) << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF | 1;
        } catch (IOException e) {
            throw new StoreException("cannot read the program's migrations: " + e.getMessage(), e);
        }
    }

    private static List<String> names(URL folder) throws IOException {
        URLConnection connection = folder.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return jar.getJarFile().stream().map(entry -> entry.getName())
                    .filter(name -> name.startsWith(FOLDER + "/") && name.endsWith(".sql"))
                    .map(name -> name.substring(FOLDER.length() + 1)).sorted().toList();
        }
        try (Stream<Path> files = Files.list(Path.of(java.net.URI.create(folder.toString())))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql")).sorted()
                    .toList();
        }
    }

    static int read(Connection connection) throws SQLException {
        return Rows.list(connection, "PRAGMA user_version", row -> row.getInt(1)).getFirst();
    }

    static void write(Connection connection, int stamp) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = " + stamp);
        }
    }
}
