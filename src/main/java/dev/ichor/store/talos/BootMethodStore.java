package dev.ichor.store.talos;

import dev.ichor.base.Firmware;
import dev.ichor.base.Mac;
import dev.ichor.json.Json;
import dev.ichor.machine.BootId;
import dev.ichor.machine.MachineId;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.DiskBoots.Told;
import dev.ichor.store.MachineStore;
import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** By which method machines boot their own disk, and what became of it. */
public final class BootMethodStore {
    /** So many questions of a machine are looked back at; a boot asks a few times. */
    private static final int LOOK_BACK = 100;

    private static final Rows.Reader<Stored> READER = row -> new Stored(row.getString("scope"), row.getString("key"),
            Firmware.valueOf(row.getString("firmware")), MachineStore.stored(row.getString("method"),
            BootMethod::parse), row.getString("by"), Rows.instant(row, "at"));

    /** A setting; {@code scope} is {@code MACHINE}, {@code CLASS} or {@code SITE}. */
    public record Stored(String scope, String key, Firmware firmware, BootMethod method, String by, Instant at) {
    }

    /** A question, as far as it matters here; {@code told} is empty if the answer was not to boot the disk. */
    public record Asked(Firmware firmware, Optional<Told> told) {
    }

    /** Those of the site first, then of classes, then of machines. */
    public List<Stored> all(Connection connection) throws SQLException {
        return Rows.list(connection, "SELECT * FROM boot_methods ORDER BY CASE scope WHEN 'SITE' THEN 0 WHEN 'CLASS'"
                + " THEN 1 ELSE 2 END, key, firmware", READER);
    }

    public Optional<Stored> find(Connection connection, String scope, String key, Firmware firmware)
            throws SQLException {
        return Rows.first(connection, "SELECT * FROM boot_methods WHERE scope = ? AND key = ? AND firmware = ?", READER,
                scope, key, firmware.name());
    }

    /** Puts it in the place of what was set for the same. */
    public void put(Connection connection, Stored setting) throws SQLException {
        Rows.run(connection, "INSERT OR REPLACE INTO boot_methods (scope, key, firmware, method, by, at)"
                + " VALUES (?, ?, ?, ?, ?, ?)", setting.scope(), setting.key(), setting.firmware().name(),
                setting.method().label(), setting.by(), setting.at());
    }

    public void remove(Connection connection, String scope, String key, Firmware firmware) throws SQLException {
        Rows.run(connection, "DELETE FROM boot_methods WHERE scope = ? AND key = ? AND firmware = ?", scope, key,
                firmware.name());
    }

    /** {@code vendor/product} of the machine's latest fingerprint; empty if it shows neither. */
    public String classOf(Connection connection, MachineId machine) throws SQLException {
        return Rows.first(connection, "SELECT json_extract(parsed, '$.system.manufacturer') AS vendor,"
                + " json_extract(parsed, '$.system.product') AS product FROM fingerprints WHERE hash ="
                + " (SELECT fingerprint FROM machines WHERE id = ?)", row -> row.getString("vendor") + "/"
                + row.getString("product"), machine).filter(name -> name.length() > 1).orElse("");
    }

    /** When the machine's node last sent an event. */
    public Optional<Instant> lastReport(Connection connection, MachineId machine) throws SQLException {
        return Rows.first(connection, "SELECT at FROM node_lines WHERE machine = ? AND source = 'EVENT'"
                + " ORDER BY number DESC LIMIT 1", row -> Rows.instant(row, "at"), machine);
    }

    /** The newest question of these NICs. */
    public Optional<Asked> newest(Connection connection, Collection<Mac> macs) throws SQLException {
        return asked(connection, macs, "", "", 1).stream().findFirst();
    }

    /**
     * The boots since these NICs were last told anything but to boot the disk, under that firmware, oldest first.
     *
     * @param besides a boot to leave out
     */
    public List<Told> told(Connection connection, Collection<Mac> macs, Firmware firmware, Optional<BootId> besides)
            throws SQLException {
        Map<BootId, Told> newestFirst = new LinkedHashMap<>();
        for (Asked one : asked(connection, macs, firmware.label(), besides.map(BootId::text).orElse(""), LOOK_BACK)) {
            if (one.told().isEmpty()) {
                break;
            }
            newestFirst.putIfAbsent(one.told().get().boot(), one.told().get());
        }
        return List.copyOf(newestFirst.values()).reversed();
    }

    private static List<Asked> asked(Connection connection, Collection<Mac> macs, String firmware, String besides,
                                     int limit) throws SQLException {
        return Rows.list(connection, "SELECT at, boot, step, firmware, method FROM sightings WHERE mac IN (SELECT value"
                + " FROM json_each(?1)) AND ?2 IN ('', firmware) AND boot <> ?3 ORDER BY sequence DESC LIMIT ?4",
                row -> new Asked(Firmware.valueOf(row.getString("firmware").toUpperCase(Locale.ROOT)),
                        row.getString("method").isEmpty() ? Optional.empty() : Optional.of(new Told(
                                MachineStore.stored(row.getString("boot"), BootId::parse), Rows.instant(row, "at"),
                                MachineStore.stored(row.getString("method"), BootMethod::parse)))),
                Json.write(List.copyOf(macs)), firmware, besides, limit);
    }

    /** Forgets by which methods these NICs were told to boot. */
    public void forgetTold(Connection connection, Collection<Mac> macs, Firmware firmware) throws SQLException {
        Rows.run(connection, "UPDATE sightings SET method = '' WHERE method <> '' AND firmware = ? AND mac IN"
                + " (SELECT value FROM json_each(?))", firmware.label(), Json.write(List.copyOf(macs)));
    }
}
