package dev.ichor.provisioner.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RepeatsTest {
    private static final Sha256 ONE = Sha256.of("one".getBytes(StandardCharsets.UTF_8));
    private static final Sha256 TWO = Sha256.of("two".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void aKeyIsOfOneTokenAndOneRequest() {
        try (Database database = Database.open(folder)) {
            Repeats repeats = new StoredRepeats(database, () -> now);
            assertEquals(new Repeats.Known.New(), repeats.begin("t-1", "k", ONE));
            assertEquals(new Repeats.Known.Pending(), repeats.begin("t-1", "k", ONE));
            assertEquals(new Repeats.Known.Other(), repeats.begin("t-1", "k", TWO));
            assertEquals(new Repeats.Known.New(), repeats.begin("t-2", "k", TWO));
            repeats.done("t-1", "k", 201, "application/json", "{}");
            assertEquals(new Repeats.Known.Done(201, "application/json", "{}"), repeats.begin("t-1", "k", ONE));
            assertEquals(new Repeats.Known.Other(), repeats.begin("t-1", "k", TWO));
            repeats.forget("t-2", "k");
            assertEquals(new Repeats.Known.New(), repeats.begin("t-2", "k", ONE));
        }
    }

    @Test
    void whatAnEarlierProcessBeganStaysPending() {
        try (Database database = Database.open(folder)) {
            new StoredRepeats(database, () -> now).begin("t-1", "k", ONE);
        }
        try (Database database = Database.open(folder)) {
            assertEquals(new Repeats.Known.Pending(), new StoredRepeats(database, () -> now).begin("t-1", "k", ONE));
        }
    }

    @Test
    void keysAreKeptForADay() {
        try (Database database = Database.open(folder)) {
            StoredRepeats repeats = new StoredRepeats(database, () -> now);
            repeats.begin("t-1", "old", ONE);
            repeats.done("t-1", "old", 200, "text/plain", "");
            now = now.plus(StoredRepeats.KEPT);
            repeats.begin("t-1", "new", ONE);
            assertInstanceOf(Repeats.Known.Done.class, repeats.begin("t-1", "old", ONE));
            now = now.plusSeconds(1);
            assertEquals(1, repeats.sweep());
            assertEquals(0, repeats.sweep());
            assertEquals(new Repeats.Known.Pending(), repeats.begin("t-1", "new", ONE));
            now = now.plus(StoredRepeats.KEPT);
            assertEquals(new Repeats.Known.New(), repeats.begin("t-1", "new", ONE), "even before it is swept");
        }
    }

    @Test
    void anAnswerThatIsTooLongIsNotKeptButThatItWasDoneIs() {
        try (Database database = Database.open(folder)) {
            Repeats repeats = new StoredRepeats(database, () -> now);
            repeats.begin("t-1", "k", ONE);
            repeats.done("t-1", "k", 200, "application/json", "x".repeat(70_000));
            Repeats.Known.Done done = assertInstanceOf(Repeats.Known.Done.class, repeats.begin("t-1", "k", ONE));
            assertEquals(409, done.status());
            assertTrue(done.body().contains("done already"));
        }
    }

    @Test
    void ofManyAtOnceOneBegins() throws Exception {
        try (Database database = Database.open(folder); ExecutorService pool = Executors.newFixedThreadPool(8)) {
            Repeats repeats = new StoredRepeats(database, () -> now);
            List<Callable<Repeats.Known>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String key = "k" + i % 4;
                all.add(() -> repeats.begin("t-1", key, ONE));
            }
            int begun = 0;
            for (Future<Repeats.Known> one : pool.invokeAll(all)) {
                begun += one.get() instanceof Repeats.Known.New ? 1 : 0;
            }
            assertEquals(4, begun);
        }
    }
}
