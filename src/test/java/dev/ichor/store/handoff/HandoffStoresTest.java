package dev.ichor.store.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.provisioner.Metal;
import dev.ichor.store.Database;
import dev.ichor.store.DeclaredStore;
import dev.ichor.store.Rows;
import dev.ichor.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of hand-offs, and that it does not grow without end. */
@Timeout(30)
class HandoffStoresTest {
    private static final Instant AT = Instant.parse("2026-06-01T10:00:00Z");

    @TempDir
    Path folder;
    private Database database;
    private final BundleStore bundles = new BundleStore();
    private final RunStore runs = new RunStore();
    private final ProofStore proofs = new ProofStore();
    private final TimelineStore timeline = new TimelineStore();

    @BeforeEach
    void open() {
        database = Database.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private interface Writing {
        void run(Connection connection) throws SQLException;
    }

    private void write(Writing work) {
        database.inTransaction(connection -> {
            work.run(connection);
            return 0;
        });
    }

    private static Sha256 hash(int number) {
        return Sha256.of(("bundle " + number).getBytes(StandardCharsets.UTF_8));
    }

    private static BundleStore.Row bundle(String cluster, int number) {
        return new BundleStore.Row(cluster, hash(number), "openebs/openebs 4.5.1", "ann", AT.plusSeconds(number));
    }

    private static RunStore.Row run(String cluster, int number, String outcome) {
        return new RunStore.Row("r-" + cluster + number, cluster, hash(1), List.of("jumbo", "a \"b\""), "ann",
                AT.plusSeconds(number), outcome.equals("running") ? Optional.empty() : Optional.of(AT), outcome);
    }

    @Test
    void theNewestBundlesOfEachClusterAreKeptWithTheirTexts() {
        Map<String, String> texts = Map.of("a.yaml", "k: \"ü\"\n", "checks/b", "", "z", "x".repeat(100_000));
        write(connection -> {
            bundles.add(connection, bundle("other", 0), Map.of());
            for (int i = 1; i <= BundleStore.KEPT + 3; i++) {
                bundles.add(connection, bundle("prod", i), i == BundleStore.KEPT + 3 ? texts : Map.of("n", "" + i));
            }
        });
        database.reading(connection -> {
            List<BundleStore.Row> kept = bundles.list(connection, "prod");
            assertEquals(IntStream.rangeClosed(4, 23).mapToObj(i -> bundle("prod", 27 - i)).toList(), kept);
            assertEquals(Optional.of(kept.getFirst()), bundles.last(connection, "prod"));
            assertEquals(texts, bundles.lastFiles(connection, "prod"));
            assertEquals(List.of(bundle("other", 0)), bundles.list(connection, "other"));
            assertEquals(Map.of(), bundles.lastFiles(connection, "nobody"));
            return 0;
        });
    }

    @Test
    void theNewestRunsAreKeptAndOneOfAClusterRuns() {
        RunStore.Step step = new RunStore.Step(2, "fio", "done", "two\nlines", Map.of("b MB/s", 1.5, "a", 3e9), AT);
        write(connection -> {
            for (int i = 1; i <= RunStore.KEPT + 2; i++) {
                runs.add(connection, run("prod", i, "failed"));
                runs.put(connection, "r-prod" + i, step);
            }
            runs.add(connection, run("prod", 999, "running"));
            runs.add(connection, run("other", 1, "running"));
        });
        assertThrows(StoreException.class, () -> write(connection -> runs.add(connection,
                run("prod", 1000, "running"))));
        assertThrows(StoreException.class, () -> write(connection -> runs.put(connection, "r-nobody", step)));
        database.reading(connection -> {
            assertEquals(RunStore.KEPT, runs.list(connection, "prod", 10_000).size());
            assertEquals(List.of(run("prod", 999, "running"), run("prod", 202, "failed")),
                    runs.list(connection, "prod", 2));
            assertEquals(Optional.of(run("prod", 999, "running")), runs.running(connection, "prod"));
            assertEquals(Optional.empty(), runs.find(connection, "r-prod3"));
            assertEquals(RunStore.KEPT - 1, (int) Rows.first(connection, "SELECT count(*) FROM handoff_steps",
                    row -> row.getInt(1)).orElseThrow(), "steps go with their run");
            assertEquals(List.of(step), runs.steps(connection, "r-prod202"));
            return 0;
        });
        write(connection -> {
            runs.put(connection, "r-prod202", new RunStore.Step(2, "fio", "failed", "", Map.of(), AT));
            runs.end(connection, "r-prod999", "stopped", AT.plusSeconds(9));
        });
        database.reading(connection -> {
            assertEquals("failed", runs.steps(connection, "r-prod202").getFirst().state());
            assertEquals(Optional.of(AT.plusSeconds(9)), runs.find(connection, "r-prod999").orElseThrow().ended());
            assertEquals(Optional.empty(), runs.running(connection, "prod"));
            return 0;
        });
    }

    @Test
    void theLatestProofOfEachKindAndSubjectCounts() {
        Proof bad = new Proof("jumbo", "a to b", false, "lost", AT);
        Proof good = new Proof("jumbo", "a to b", true, "came", AT.plusSeconds(1));
        Proof disk = new Proof("disk", "a/SER1", true, "blank", AT);
        write(connection -> {
            for (Proof proof : List.of(bad, good, disk)) {
                proofs.put(connection, "prod", proof);
            }
            proofs.put(connection, "other", bad);
        });
        assertEquals(List.of(disk, good), database.reading(connection -> proofs.of(connection, "prod")));
        write(connection -> proofs.delete(connection, "prod", bad));
        assertEquals(List.of(disk), database.reading(connection -> proofs.of(connection, "prod")));
        assertEquals(List.of(bad), database.reading(connection -> proofs.of(connection, "other")));
    }

    @Test
    void theNewestLinesAreKeptInTheirOrder() {
        write(connection -> {
            for (int i = 1; i <= TimelineStore.KEPT + 5; i++) {
                timeline.add(connection, "prod", new TimelineStore.Line(AT, "step", "r/s", "done", "line " + i));
                if (i % 500 == 0) {
                    timeline.gate(connection, "other", new TimelineStore.Line(AT, "gate", "jumbo", "s" + i, "why"));
                }
            }
        });
        database.reading(connection -> {
            List<TimelineStore.Line> all = timeline.lines(connection, "prod", OptionalLong.empty(), 10_000);
            assertEquals(TimelineStore.KEPT, all.size());
            assertEquals("line 6", all.getFirst().text());
            assertEquals(List.of("line 2004", "line 2005"), timeline.lines(connection, "prod", OptionalLong.empty(), 2)
                    .stream().map(TimelineStore.Line::text).toList());
            assertEquals(List.of("line 8", "line 9"), timeline.lines(connection, "prod",
                    OptionalLong.of(all.get(1).sequence()), 2).stream().map(TimelineStore.Line::text).toList());
            assertEquals(Map.of("jumbo", "s2000"), timeline.gates(connection, "other"));
            assertEquals(4, timeline.lines(connection, "other", OptionalLong.empty(), 9).size());
            return 0;
        });
    }

    @Test
    void whatIsLeftOfAClusterIsForgotten() {
        write(connection -> {
            new DeclaredStore().put(connection, new DeclaredStore.Stored(Metal.cluster(3), 1, "prod.yaml",
                    Optional.empty(), ""), AT);
            for (String cluster : List.of("prod", "gone")) {
                bundles.add(connection, bundle(cluster, 1), Map.of());
                runs.add(connection, run(cluster, 1, "running"));
                runs.put(connection, "r-" + cluster + 1, new RunStore.Step(1, "s", "running", "", Map.of(), AT));
                proofs.put(connection, cluster, new Proof("ready", "a", true, "", AT));
                timeline.gate(connection, cluster, new TimelineStore.Line(AT, "gate", "jumbo", "red", ""));
            }
            proofs.put(connection, "proven", new Proof("ready", "a", true, "", AT));
        });
        assertEquals(List.of("gone", "proven"), database.reading(ForgottenClusters::list));
        write(connection -> {
            for (String cluster : ForgottenClusters.list(connection)) {
                ForgottenClusters.forget(connection, cluster);
            }
        });
        assertEquals(List.of(), database.reading(ForgottenClusters::list));
        database.reading(connection -> {
            assertTrue(runs.find(connection, "r-gone1").isEmpty() && runs.find(connection, "r-prod1").isPresent());
            assertEquals(1, runs.steps(connection, "r-prod1").size());
            assertEquals(0, runs.steps(connection, "r-gone1").size());
            assertEquals(1, timeline.gates(connection, "prod").size());
            return 0;
        });
    }
}
