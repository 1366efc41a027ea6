package dev.ichor.store;

import dev.ichor.base.Mac;
import dev.ichor.json.Json;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Sighting;
import dev.ichor.provision.BootMethod;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Questions that machines asked. Bounded: the newest of each MAC, and the newest of all. */
public final class SightingStore {
    private static final int KEPT_OF_A_MAC = 50;
    private static final int KEPT = 50_000;

    /** A question and what was answered; {@code method}: by which method it boots its disk, if that is the step. */
    public record Asked(Sighting sighting, String step, String reason, Optional<BootMethod> method) {
    }

    /** Stores questions, oldest first, and drops what is over the bounds. */
    public void add(Connection connection, List<Asked> asked) throws SQLException {
        TreeSet<Mac> macs = new TreeSet<>();
        for (Asked one : asked) {
            Sighting sighting = one.sighting();
            Rows.run(connection, "INSERT INTO sightings (at, address, boot, mac, uuid, firmware, arch, product, serial,"
                            + " step, reason, method) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    sighting.at(), sighting.from(), sighting.boot(), sighting.mac(), sighting.uuid(),
                    sighting.firmware().label(), sighting.arch().label(), sighting.labels().product(),
                    sighting.labels().serial(), one.step(), one.reason(),
                    one.method().map(BootMethod::label).orElse(""));
            macs.add(sighting.mac());
        }
        for (Mac mac : macs) {
            Rows.run(connection, "DELETE FROM sightings WHERE mac = ? AND sequence <= (SELECT sequence FROM sightings"
                    + " WHERE mac = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?)", mac, mac, KEPT_OF_A_MAC);
        }
        Rows.run(connection, "DELETE FROM sightings WHERE sequence <= (SELECT max(sequence) FROM sightings) - ?", KEPT);
    }

    /** When each of these NICs last asked; NICs that never did are left out. */
    public Map<Mac, Instant> last(Connection connection, Collection<Mac> macs) throws SQLException {
        Map<Mac, Instant> last = new HashMap<>();
        Rows.list(connection, "SELECT value AS mac, (SELECT at FROM sightings WHERE mac = value ORDER BY sequence DESC"
                + " LIMIT 1) AS at FROM json_each(?)", row -> {
                    Instant at = Rows.instant(row, "at");
                    return row.wasNull() ? null
                            : last.put(MachineStore.stored(row.getString("mac"), Mac::parse), at);
                }, Json.write(List.copyOf(macs)));
        return last;
    }

    /** How many boots of these NICs but {@code besides} were told one of these steps after a time. */
    public int boots(Connection connection, Collection<Mac> macs, Instant after, Collection<String> steps,
                     BootId besides) throws SQLException {
        return Rows.first(connection, "SELECT count(DISTINCT boot) FROM sightings WHERE mac IN (SELECT value FROM"
                        + " json_each(?)) AND at > ? AND step IN (SELECT value FROM json_each(?)) AND boot <> ?",
                row -> row.getInt(1), Json.write(List.copyOf(macs)), after, Json.write(List.copyOf(steps)), besides)
                .orElse(0);
    }

    /** True if one of these NICs asked in a later boot than that. */
    public boolean isAfter(Connection connection, Collection<Mac> macs, BootId boot) throws SQLException {
        return Rows.first(connection, "SELECT EXISTS (SELECT 1 FROM sightings WHERE mac IN (SELECT value FROM"
                + " json_each(?)) AND boot > ?)", row -> row.getBoolean(1), Json.write(List.copyOf(macs)), boot)
                .orElse(false);
    }

    /** The greatest boot id that is known, of a question or a fingerprint; empty if none. */
    public Optional<String> greatestBoot(Connection connection) throws SQLException {
        return Rows.first(connection, "SELECT max(boot) FROM (SELECT max(boot) AS boot FROM sightings UNION ALL"
                + " SELECT max(boot) FROM machines)", row -> Optional.ofNullable(row.getString(1)))
                .flatMap(boot -> boot);
    }
}
