package dev.ichor.store;

import dev.ichor.base.Mac;
import dev.ichor.machine.Sighting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Questions that machines asked. Bounded: the newest of each MAC, and the newest of all. */
public final class SightingStore {
    private static final int KEPT_OF_A_MAC = 50;
    private static final int KEPT = 50_000;

    /** A question and what was answered. */
    public record Asked(Sighting sighting, String step, String reason) {
    }

    /** Stores questions, oldest first, and drops what is over the bounds. */
    public void add(Connection connection, List<Asked> asked) throws SQLException {
        TreeSet<Mac> macs = new TreeSet<>();
        for (Asked one : asked) {
            Sighting sighting = one.sighting();
            Rows.run(connection, "INSERT INTO sightings (at, address, boot, mac, uuid, firmware, arch, product, serial,"
                            + " step, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    sighting.at(), sighting.from(), sighting.boot(), sighting.mac(), sighting.uuid(),
                    sighting.firmware().label(), sighting.arch().label(), sighting.labels().product(),
                    sighting.labels().serial(), one.step(), one.reason());
            macs.add(sighting.mac());
        }
        for (Mac mac : macs) {
            Rows.run(connection, "DELETE FROM sightings WHERE mac = ? AND sequence <= (SELECT sequence FROM sightings"
                    + " WHERE mac = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?)", mac, mac, KEPT_OF_A_MAC);
        }
        Rows.run(connection, "DELETE FROM sightings WHERE sequence <= (SELECT max(sequence) FROM sightings) - ?", KEPT);
    }

    /** When one of these NICs last asked. */
    public Optional<Instant> last(Connection connection, List<Mac> macs) throws SQLException {
        Optional<Instant> last = Optional.empty();
        for (Mac mac : macs) {
            Optional<Instant> at = Rows.first(connection, "SELECT at FROM sightings WHERE mac = ? ORDER BY sequence"
                    + " DESC LIMIT 1", row -> Rows.instant(row, "at"), mac);
            if (at.isPresent() && (last.isEmpty() || at.get().isAfter(last.get()))) {
                last = at;
            }
        }
        return last;
    }

    /** The greatest boot id that is known, of a question or a fingerprint; empty if none. */
    public Optional<String> greatestBoot(Connection connection) throws SQLException {
        return Rows.first(connection, "SELECT max(boot) FROM (SELECT max(boot) AS boot FROM sightings UNION ALL"
                + " SELECT max(boot) FROM machines)", row -> Optional.ofNullable(row.getString(1)))
                .flatMap(boot -> boot);
    }
}
