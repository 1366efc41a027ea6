package dev.ichor.store;

import static dev.ichor.store.Rows.instant;

import dev.ichor.base.Sha256;
import dev.ichor.machine.BootId;
import dev.ichor.json.Json;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.PciLink;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Parsed fingerprints in the database, whole as JSON, and their disks and NICs as rows for SQL.
 * Each method works in the transaction of the connection it is given.
 */
public final class FingerprintStore {
    /**
     * A fingerprint as stored.
     *
     * @param hash       of the raw archive
     * @param bytes      size of the raw archive
     * @param difference lines that say what changed since the one before
     */
    public record Stored(Sha256 hash, MachineId machine, Instant taken, long bytes, Fingerprint fingerprint,
                         List<String> difference) {
        public Stored {
            difference = List.copyOf(difference);
        }
    }

    /** Newest first. */
    public List<Stored> of(Connection connection, MachineId machine) throws SQLException {
        return Rows.list(connection, "SELECT * FROM fingerprints WHERE machine = ? ORDER BY taken DESC, rowid DESC",
                FingerprintStore::stored, machine);
    }

    public Optional<Stored> find(Connection connection, Sha256 hash) throws SQLException {
        return Rows.first(connection, "SELECT * FROM fingerprints WHERE hash = ?", FingerprintStore::stored, hash);
    }

    /** How many fingerprints a boot delivered, besides that one. */
    public int ofBoot(Connection connection, BootId boot, Sha256 besides) throws SQLException {
        return Rows.first(connection, "SELECT count(*) FROM fingerprints WHERE boot = ? AND hash <> ?",
                row -> row.getInt(1), boot, besides).orElse(0);
    }

    /** The hashes of all fingerprints. */
    public List<Sha256> hashes(Connection connection) throws SQLException {
        return Rows.list(connection, "SELECT hash FROM fingerprints",
                row -> MachineStore.stored(row.getString(1), Sha256::parse));
    }

    public void insert(Connection connection, Stored fingerprint) throws SQLException {
        Rows.run(connection, "INSERT INTO fingerprints (hash, machine, boot, taken, bytes, parsed, difference)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                fingerprint.hash(), fingerprint.machine(), fingerprint.fingerprint().bootId(), fingerprint.taken(),
                fingerprint.bytes(), Json.write(fingerprint.fingerprint()), Json.write(fingerprint.difference()));
        int position = 0;
        for (Disk disk : fingerprint.fingerprint().disks()) {
            insertDisk(connection, fingerprint.hash(), position++, disk);
        }
        position = 0;
        for (Nic nic : fingerprint.fingerprint().nics()) {
            insertNic(connection, fingerprint.hash(), position++, nic);
        }
    }

    private static void insertDisk(Connection connection, Sha256 hash, int position, Disk disk) throws SQLException {
        Rows.run(connection, """
                INSERT INTO disks (fingerprint, position, wwid, serial, model, eui, nguid, firmware, bytes, logical,
                    physical, transport, rotational, pci, numa, percent_used, media_errors, celsius, blank, contents,
                    by_id, kernel_name)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, hash, position, disk.wwid(), disk.serial(), disk.model(), disk.eui(), disk.nguid(),
                disk.firmware(), disk.bytes(), disk.logical(), disk.physical(), disk.transport(), disk.rotational(),
                disk.pci().map(PciLink::address), disk.numa(), disk.health().map(Disk.Health::percentageUsed),
                disk.health().map(Disk.Health::mediaErrors), disk.health().map(Disk.Health::celsius), disk.isBlank(),
                disk.contents().stream().map(Contents::describe).collect(Collectors.joining("; ")),
                String.join(" ", disk.byId()), disk.kernelName());
    }

    private static void insertNic(Connection connection, Sha256 hash, int position, Nic nic) throws SQLException {
        Rows.run(connection, """
                INSERT INTO nics (fingerprint, position, mac, driver, firmware, pci, numa, speed, link, max_mtu,
                    booted, address, lldp_system, lldp_port, jumbo, kernel_name)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, hash, position, nic.mac(), nic.driver(), nic.firmware(), nic.pci().map(PciLink::address),
                nic.numa(), nic.speed(), nic.link(), nic.maximumMtu(), nic.booted(), nic.address(),
                nic.lldp().map(Nic.Lldp::system), nic.lldp().map(Nic.Lldp::port), nic.jumbo().map(Nic.Jumbo::verdict),
                nic.kernelName());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        String parsed = row.getString("parsed");
        String difference = row.getString("difference");
        return new Stored(MachineStore.stored(row.getString("hash"), Sha256::parse),
                MachineStore.stored(row.getString("machine"), MachineId::parse), instant(row, "taken"),
                row.getLong("bytes"), MachineStore.stored(parsed, text -> Json.read(text, Fingerprint.class)),
                MachineStore.stored(difference, text -> Json.readList(text, String.class)));
    }
}
