package dev.ichor.store;

import dev.ichor.json.Json;
import dev.ichor.machine.Machine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages of machines, without reading their fingerprints. Each method works in the transaction it is given. */
public final class MachineList {
    /** Shorter texts are found by looking at each machine. */
    private static final int TRIGRAM = 3;
    private static final int FEW = 500;

    /** By what machines can be sorted; ties by id. */
    public enum Column {
        FIRST_SEEN("first_seen", true), LAST_EVIDENCE("evidence_at", true), SERIAL("serial", false),
        NODE("node", false), STAGE("stage", false);

        private final String sql;
        private final boolean number;

        Column(String sql, boolean number) {
            this.sql = sql;
            this.number = number;
        }
    }

    /** Where a page ends: the value of its last row's column, and its id. */
    public record Mark(String value, String id) {
    }

    /** Which machines. Empty conditions hold for all. */
    public record Wanted(Optional<String> stage, Optional<String> cluster, Optional<String> zone,
                         Optional<String> text, boolean person) {
    }

    /** What lists show of a fingerprint. */
    public record Summary(String serial, String product, String firmware, int disks, long diskBytes, int nics) {
        public static final Summary NONE = new Summary("", "", "", 0, 0, 0);
    }

    /** Machines in order with their summaries, and where the next page begins; empty if this is the last. */
    public record Page(List<Machine> machines, Map<String, Summary> summaries, Optional<Mark> next) {
    }

    /** SQL with the values of its question marks. */
    record Clause(String sql, List<Object> values) {
    }

    /** @throws NumberFormatException if the mark does not fit the column */
    public Page page(Connection connection, Wanted wanted, Column column, boolean down, Optional<Mark> after, int limit)
            throws SQLException {
        Clause marked = marked(wanted, isRare(connection, wanted), column, down, after, limit);
        List<Mark> marks = Rows.list(connection, marked.sql(), row -> new Mark(row.getString(2), row.getString(1)),
                marked.values().toArray());
        boolean more = marks.size() > limit;
        List<Mark> shown = more ? marks.subList(0, limit) : marks;
        List<String> ids = shown.stream().map(Mark::id).toList();
        return new Page(MachineRows.load(connection, ids), summaries(connection, ids),
                more ? Optional.of(shown.getLast()) : Optional.empty());
    }

    /** Finds the marks of a page's machines and of one more. */
    static Clause marked(Wanted wanted, boolean rare, Column column, boolean down, Optional<Mark> after, int limit) {
        Clause where = where(wanted);
        List<Object> values = new ArrayList<>(where.values());
        // A plus keeps SQLite from walking all machines in order to find a few.
        String plus = rare ? "+" : "";
        String key = plus + column.sql;
        String sql = "SELECT id, " + column.sql + " FROM machines WHERE " + where.sql();
        if (after.isPresent()) {
            sql += " AND (" + key + ", " + plus + "id) " + (down ? "<" : ">") + " (?, ?)";
            values.add(column.number ? (Object) Long.parseLong(after.get().value()) : after.get().value());
            values.add(after.get().id());
        }
        String way = down ? " DESC" : "";
        sql += " ORDER BY " + key + way + ", " + plus + "id" + way + " LIMIT " + (limit + 1);
        return new Clause(sql, values);
    }

    /** True if the wanted text is in few machines. */
    private static boolean isRare(Connection connection, Wanted wanted) throws SQLException {
        Optional<String> text = wanted.text().filter(MachineList::isIndexed);
        return text.isPresent() && Rows.list(connection, "SELECT rowid FROM machine_words WHERE words MATCH ? LIMIT "
                + FEW, row -> 1, phrase(text.get())).size() < FEW;
    }

    private static boolean isIndexed(String text) {
        return text.codePointCount(0, text.length()) >= TRIGRAM;
    }

    private static String phrase(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** How many machines are wanted. */
    public long count(Connection connection, Wanted wanted) throws SQLException {
        Clause where = where(wanted);
        return Rows.first(connection, "SELECT count(*) FROM machines WHERE " + where.sql(), row -> row.getLong(1),
                where.values().toArray()).orElseThrow();
    }

    /** By machine's id. */
    public Map<String, Summary> summaries(Connection connection, List<String> ids) throws SQLException {
        Map<String, Summary> all = new HashMap<>();
        Rows.list(connection, "SELECT id, serial, product, firmware, disks, disk_bytes, nics FROM machines"
                + " WHERE id IN (SELECT value FROM json_each(?))", row -> all.put(row.getString("id"),
                new Summary(row.getString("serial"), row.getString("product"), row.getString("firmware"),
                        row.getInt("disks"), row.getLong("disk_bytes"), row.getInt("nics"))), Json.write(ids));
        return all;
    }

    static Clause where(Wanted wanted) {
        List<String> sql = new ArrayList<>(List.of("1"));
        List<Object> values = new ArrayList<>();
        wanted.stage().ifPresent(stage -> {
            sql.add("stage = ?");
            values.add(stage);
        });
        wanted.cluster().ifPresent(cluster -> {
            sql.add("cluster = ? AND cluster <> ''");
            values.add(cluster);
        });
        wanted.zone().ifPresent(zone -> {
            sql.add("node IN (SELECT name FROM declared WHERE kind = 'NODE' AND zone = ?)");
            values.add(zone);
        });
        wanted.text().ifPresent(text -> {
            boolean indexed = isIndexed(text);
            sql.add(indexed ? "number IN (SELECT rowid FROM machine_words WHERE words MATCH ?)" : "instr(words, ?)");
            values.add(indexed ? phrase(text) : text.toLowerCase(java.util.Locale.ROOT));
        });
        if (wanted.person()) {
            sql.add("person = 1");
        }
        return new Clause(String.join(" AND ", sql), values);
    }
}
