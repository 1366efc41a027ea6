package dev.ichor.store.handoff;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.json.Json;
import dev.ichor.store.MachineStore;
import dev.ichor.store.Rows;
import dev.ichor.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Bundles that were given out, the newest of each cluster. Each method works in the transaction of the connection it
 * is given.
 */
public final class BundleStore {
    /** How many bundles of a cluster are kept. */
    public static final int KEPT = 20;

    /** A bundle without its files; {@code who} is a token's name. */
    public record Row(String cluster, Sha256 hash, String chart, String who, Instant at) {
    }

    private static final Rows.Reader<Row> READER = row -> new Row(row.getString("cluster"),
            MachineStore.stored(row.getString("hash"), Sha256::parse), row.getString("chart"), row.getString("who"),
            Rows.instant(row, "at"));

    /** Keeps it, and of the cluster only the newest few. @param files texts by path */
    public void add(Connection connection, Row row, Map<String, String> files) throws SQLException {
        Rows.run(connection, "INSERT INTO handoff_bundles (cluster, hash, chart, who, at, files)"
                        + " VALUES (?, ?, ?, ?, ?, ?)", row.cluster(), row.hash(), row.chart(), row.who(), row.at(),
                packed(files));
        Rows.run(connection, "DELETE FROM handoff_bundles WHERE cluster = ?1 AND sequence <= (SELECT sequence FROM"
                + " handoff_bundles WHERE cluster = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ?2)", row.cluster(), KEPT);
    }

    /** Newest first. */
    public List<Row> list(Connection connection, String cluster) throws SQLException {
        return Rows.list(connection, "SELECT cluster, hash, chart, who, at FROM handoff_bundles WHERE cluster = ?"
                + " ORDER BY sequence DESC", READER, cluster);
    }

    public Optional<Row> last(Connection connection, String cluster) throws SQLException {
        return list(connection, cluster).stream().findFirst();
    }

    /** The texts by path of the bundle that was given out last; empty if none was. */
    public Map<String, String> lastFiles(Connection connection, String cluster) throws SQLException {
        return Rows.first(connection, "SELECT files FROM handoff_bundles WHERE cluster = ? ORDER BY sequence DESC"
                + " LIMIT 1", row -> unpacked(row.getBytes(1)), cluster).orElse(Map.of());
    }

    private static byte[] packed(Map<String, String> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(Json.write(new TreeMap<>(files)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StoreException("a bundle cannot be packed: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    private static Map<String, String> unpacked(byte[] bytes) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            Map<String, String> files = new LinkedHashMap<>();
            Object tree = Json.tree(new String(gzip.readAllBytes(), StandardCharsets.UTF_8));
            if (!(tree instanceof Map<?, ?> texts)) {
                throw new Malformed("a bundle is an object");
            }
            texts.forEach((path, text) -> files.put(path.toString(), String.valueOf(text)));
            return files;
        } catch (IOException | Malformed e) {
            throw new StoreException("the database holds a bad bundle: " + e.getMessage(), e);
        }
    }
}
