package dev.ichor.store.flight;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table {@code exchanges} in SQL. */
final class FlightTable {
    private static final String INSERT = "INSERT INTO exchanges (at, mac, uuid, ip, boot, kind, outcome, summary, "
            + "details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final int perMachine;
    private final int total;

    FlightTable(int perMachine, int total) {
        this.perMachine = perMachine;
        this.total = total;
    }

    private record Row(long sequence, Exchange exchange) {
    }

    /**
     * Adds them in order and deletes what is too much. What an agent only says again becomes part of the row that has
     * it already.
     */
    void add(Connection connection, List<Exchange> exchanges) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Exchange exchange : exchanges) {
                if (exchange.kind().isChatter()) {
                    insert.executeBatch();
                    if (folded(connection, exchange)) {
                        continue;
                    }
                }
                bind(insert, exchange);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement trim = connection.prepareStatement("DELETE FROM exchanges WHERE mac = ?1 AND sequence "
                + "<= (SELECT sequence FROM exchanges WHERE mac = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ?2)")) {
            for (String mac : exchanges.stream().flatMap(e -> e.keys().mac().stream()).map(Mac::toString)
                    .collect(Collectors.toSet())) {
                trim.setString(1, mac);
                trim.setInt(2, perMachine);
                trim.executeUpdate();
            }
        }
        Rows.run(connection, "DELETE FROM exchanges WHERE sequence <= (SELECT max(sequence) FROM exchanges) - ?",
                total);
    }

    private static boolean folded(Connection connection, Exchange exchange) throws SQLException {
        if (exchange.keys().mac().isEmpty()) {
            return false;
        }
        Optional<Row> last = Rows.first(connection, "SELECT * FROM exchanges WHERE mac = ? AND kind = ? ORDER BY "
                + "sequence DESC LIMIT 1", row -> new Row(row.getLong("sequence"), read(row)),
                text(exchange.keys().mac()), exchange.kind().label());
        if (last.isEmpty() || !exchange.repeats(last.get().exchange())) {
            return false;
        }
        Exchange whole = exchange.folding(last.get().exchange());
        Rows.run(connection, "UPDATE exchanges SET at = ?, summary = ?, details = ? WHERE sequence = ?",
                whole.at().toEpochMilli(), whole.summary(), FlatJson.write(whole.details()), last.get().sequence());
        return true;
    }

    private static void bind(PreparedStatement insert, Exchange exchange) throws SQLException {
        Keys keys = exchange.keys();
        insert.setLong(1, exchange.at().toEpochMilli());
        insert.setString(2, text(keys.mac()));
        insert.setString(3, text(keys.uuid().map(SystemUuid::value)));
        insert.setString(4, text(keys.ip()));
        insert.setString(5, text(keys.boot()));
        insert.setString(6, exchange.kind().label());
        insert.setString(7, exchange.outcome().label());
        insert.setString(8, exchange.summary());
        insert.setString(9, FlatJson.write(exchange.details()));
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    /** The newest of a machine, oldest first. */
    List<Exchange> of(Connection connection, Collection<Mac> macs, Optional<SystemUuid> uuid, int limit)
            throws SQLException {
        Map<Long, Exchange> found = new TreeMap<>(Comparator.reverseOrder());
        for (Mac mac : macs) {
            collect(connection, "mac = ?", mac.toString(), limit, found);
        }
        if (uuid.isPresent()) {
            collect(connection, "uuid = ?", uuid.get().value().toString(), limit, found);
        }
        return new ArrayList<>(found.values()).subList(0, Math.min(limit, found.size())).reversed();
    }

    private static void collect(Connection connection, String where, String key, int limit, Map<Long, Exchange> found)
            throws SQLException {
        Rows.list(connection, "SELECT * FROM exchanges WHERE " + where + " ORDER BY sequence DESC LIMIT ?", row -> {
            found.put(row.getLong("sequence"), read(row));
            return true;
        }, key, limit);
    }

    private static Exchange read(ResultSet row) throws SQLException {
        try {
            return new Exchange(Rows.instant(row, "at"), keys(row), Kind.parse(row.getString("kind")),
                    Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)), row.getString("summary"),
                    new HashMap<>(FlatJson.read(row.getString("details"))));
        } catch (Malformed e) {
            throw new SQLException("the row " + row.getLong("sequence") + " of exchanges is damaged", e);
        }
    }

    private static Keys keys(ResultSet row) throws SQLException, Malformed {
        Keys keys = Keys.NONE;
        String mac = row.getString("mac");
        String uuid = row.getString("uuid");
        String ip = row.getString("ip");
        String boot = row.getString("boot");
        keys = mac == null ? keys : keys.with(Mac.parse(mac));
        keys = uuid == null ? keys : keys.with(SystemUuid.parse(uuid));
        keys = ip == null ? keys : keys.with(Ipv4.parse(ip));
        return boot == null ? keys : keys.with(BootId.parse(boot));
    }
}
