package dev.ichor.store;

import static dev.ichor.store.MachineStore.stored;
import static dev.ichor.store.Rows.instant;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.machine.BootId;
import dev.ichor.machine.MachineId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Configurations that were handed out, sealed, and tickets that were refused. Each method works in the transaction of
 * the connection it is given.
 */
public final class ServedStore {
    private static final int KEPT_SERVED = 20;
    private static final int KEPT_REFUSED = 2_000;
    private static final int KEPT_REFUSED_OF_A_MACHINE = 100;

    /**
     * A configuration that was handed out.
     *
     * @param ticket SHA-256 of the ticket, or of what names a push
     * @param how    {@code ticket} or {@code push}
     * @param hash   of the configuration
     * @param sealed it; the seal is about the machine, by its id
     */
    public record Served(Sha256 ticket, MachineId machine, String arm, BootId boot, String how, Sha256 hash,
                         byte[] sealed, String keyId, Ipv4 address, Instant at) {
    }

    /** A ticket that was refused; no machine: nobody's. */
    public record Refused(Instant at, Optional<MachineId> machine, Ipv4 address, String code, String text) {
    }

    /** Keeps it, and of the machine only the newest few. */
    public void add(Connection connection, Served served) throws SQLException {
        Rows.run(connection, "INSERT INTO served (ticket, machine, arm, boot, how, hash, sealed, key_id, address, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", served.ticket(), served.machine(), served.arm(),
                served.boot(), served.how(), served.hash(), served.sealed(), served.keyId(), served.address(),
                served.at());
        Rows.run(connection, "DELETE FROM served WHERE machine = ? AND sequence <= (SELECT sequence FROM served"
                + " WHERE machine = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?)", served.machine(), served.machine(),
                KEPT_SERVED);
    }

    public Optional<Served> of(Connection connection, Sha256 ticket) throws SQLException {
        return Rows.first(connection, "SELECT * FROM served WHERE ticket = ?", ServedStore::served, ticket);
    }

    /** What the machine got last. */
    public Optional<Served> last(Connection connection, MachineId machine) throws SQLException {
        return Rows.first(connection, "SELECT * FROM served WHERE machine = ? ORDER BY sequence DESC LIMIT 1",
                ServedStore::served, machine);
    }

    private static Served served(ResultSet row) throws SQLException {
        return new Served(stored(row.getString("ticket"), Sha256::parse),
                stored(row.getString("machine"), MachineId::parse), row.getString("arm"),
                stored(row.getString("boot"), BootId::parse), row.getString("how"),
                stored(row.getString("hash"), Sha256::parse), row.getBytes("sealed"), row.getString("key_id"),
                stored(row.getString("address"), Ipv4::parse), instant(row, "at"));
    }

    /** Keeps a refusal, and only the newest of each machine and of all. */
    public void refuse(Connection connection, Refused refused) throws SQLException {
        String machine = refused.machine().map(MachineId::text).orElse("");
        Rows.run(connection, "INSERT INTO refusals (at, machine, address, code, text) VALUES (?, ?, ?, ?, ?)",
                refused.at(), machine, refused.address(), refused.code(), refused.text());
        Rows.run(connection, "DELETE FROM refusals WHERE machine = ? AND sequence <= (SELECT sequence FROM refusals"
                + " WHERE machine = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?)", machine, machine,
                machine.isEmpty() ? KEPT_REFUSED : KEPT_REFUSED_OF_A_MACHINE);
        Rows.run(connection, "DELETE FROM refusals WHERE sequence <= (SELECT max(sequence) FROM refusals) - ?",
                KEPT_REFUSED);
    }

    /** Newest first; of one machine or of all. */
    public List<Refused> refusals(Connection connection, Optional<MachineId> machine, int limit) throws SQLException {
        Rows.Reader<Refused> reader = row -> new Refused(instant(row, "at"), row.getString("machine").isEmpty()
                ? Optional.empty() : Optional.of(stored(row.getString("machine"), MachineId::parse)),
                stored(row.getString("address"), Ipv4::parse), row.getString("code"), row.getString("text"));
        return machine.isPresent()
                ? Rows.list(connection, "SELECT * FROM refusals WHERE machine = ? ORDER BY sequence DESC LIMIT ?",
                reader, machine.get(), limit)
                : Rows.list(connection, "SELECT * FROM refusals ORDER BY sequence DESC LIMIT ?", reader, limit);
    }

    /**
     * Changes when something did of which a configuration is made, beside the machine itself: the declared world,
     * addresses, the cluster's secrets.
     */
    public String versions(Connection connection, String cluster) throws SQLException {
        return Rows.first(connection, "SELECT version || ' ' || removed || ' '"
                + " || (SELECT coalesce(max(sequence), 0) FROM addresses_given) || ' '"
                + " || coalesce((SELECT hex(substr(sealed, 1, 40)) FROM cluster_secrets WHERE cluster = ?), '-')"
                + " FROM world", row -> row.getString(1), cluster).orElseThrow();
    }
}
