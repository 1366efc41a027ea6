package dev.ichor.store.handoff;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.json.Json;
import dev.ichor.store.MachineStore;
import dev.ichor.store.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs and their steps, the newest of each cluster. Each method works in the transaction of the connection it is
 * given.
 */
public final class RunStore {
    /** How many runs of a cluster are kept. */
    public static final int KEPT = 200;
    /** The outcome of a run that was not ended. */
    public static final String RUNNING = "running";

    /**
     * A run without its steps.
     *
     * @param overrides gates that a person let pass
     * @param who       a token's name
     * @param outcome   {@code running}, {@code done}, {@code failed} or {@code stopped}
     */
    public record Row(String id, String cluster, Sha256 bundle, List<String> overrides, String who, Instant began,
                      Optional<Instant> ended, String outcome) {
        public Row {
            overrides = List.copyOf(overrides);
        }

        public boolean isRunning() {
            return outcome.equals(RUNNING);
        }
    }

    /** The latest word of a step. */
    public record Step(int number, String name, String state, String detail, Map<String, Double> results, Instant at) {
    }

    /** Keeps a run that begins, and of the cluster only the newest few. No other of the cluster may be running. */
    public void add(Connection connection, Row run) throws SQLException {
        Rows.run(connection, "INSERT INTO handoff_runs (id, cluster, bundle, overrides, who, began, ended, outcome)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)", run.id(), run.cluster(), run.bundle(),
                Json.write(run.overrides()), run.who(), run.began(), run.ended(), run.outcome());
        Rows.run(connection, "DELETE FROM handoff_runs WHERE cluster = ?1 AND sequence <= (SELECT sequence FROM"
                + " handoff_runs WHERE cluster = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ?2)", run.cluster(), KEPT);
    }

    public Optional<Row> find(Connection connection, String id) throws SQLException {
        return Rows.first(connection, "SELECT * FROM handoff_runs WHERE id = ?", RunStore::row, id);
    }

    /** The run of the cluster that was not ended. */
    public Optional<Row> running(Connection connection, String cluster) throws SQLException {
        return Rows.first(connection, "SELECT * FROM handoff_runs WHERE cluster = ? AND outcome = 'running'",
                RunStore::row, cluster);
    }

    /** Newest first. */
    public List<Row> list(Connection connection, String cluster, int limit) throws SQLException {
        return Rows.list(connection, "SELECT * FROM handoff_runs WHERE cluster = ? ORDER BY sequence DESC LIMIT ?",
                RunStore::row, cluster, limit);
    }

    public void end(Connection connection, String id, String outcome, Instant at) throws SQLException {
        Rows.run(connection, "UPDATE handoff_runs SET outcome = ?, ended = ? WHERE id = ?", outcome, at, id);
    }

    /** Keeps the latest word of a step. */
    public void put(Connection connection, String run, Step step) throws SQLException {
        Rows.run(connection, "INSERT INTO handoff_steps (run, number, name, state, detail, results, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, number) DO UPDATE SET name = excluded.name,"
                        + " state = excluded.state, detail = excluded.detail, results = excluded.results,"
                        + " at = excluded.at", run, step.number(), step.name(), step.state(), step.detail(),
                Json.write(new TreeMap<>(step.results())), step.at());
    }

    /** In their order. */
    public List<Step> steps(Connection connection, String run) throws SQLException {
        return Rows.list(connection, "SELECT * FROM handoff_steps WHERE run = ? ORDER BY number", row -> new Step(
                row.getInt("number"), row.getString("name"), row.getString("state"), row.getString("detail"),
                MachineStore.stored(row.getString("results"), RunStore::figures), Rows.instant(row, "at")), run);
    }

    private static Row row(ResultSet row) throws SQLException {
        long ended = row.getLong("ended");
        Optional<Instant> end = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
        return new Row(row.getString("id"), row.getString("cluster"),
                MachineStore.stored(row.getString("bundle"), Sha256::parse),
                MachineStore.stored(row.getString("overrides"), text -> Json.readList(text, String.class)),
                row.getString("who"), Rows.instant(row, "began"), end, row.getString("outcome"));
    }

    private static Map<String, Double> figures(String text) throws Malformed {
        Map<String, Double> figures = new TreeMap<>();
        if (Json.tree(text) instanceof Map<?, ?> tree) {
            for (Map.Entry<?, ?> figure : tree.entrySet()) {
                if (!(figure.getValue() instanceof Number number)) {
                    throw new Malformed("a result is a number");
                }
                figures.put(figure.getKey().toString(), number.doubleValue());
            }
        }
        return figures;
    }
}
