package dev.ichor.store.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.store.Database;
import dev.ichor.store.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FlightStoreTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Mac ONE = new Mac(0x525400000001L);
    private static final Mac TWO = new Mac(0x525400000002L);
    private static final Ipv4 ADDRESS = new Ipv4(0x0A4D0032);

    @TempDir
    Path folder;
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void exchangesComeBackAsTheyWereInOrder() {
        Exchange full = new Exchange(START, Keys.of(ONE).with(new SystemUuid(new UUID(1, 2))).with(ADDRESS)
                .with(BootId.of(7)), Kind.TFTP_TRANSFER, Outcome.ABORTED, "a \"quoted\" line\twith a tab",
                Map.of("file", "x\\y\"z", "bytes", "12"));
        Exchange bare = exchange(1, Keys.of(ONE));
        try (FlightStore store = started(100, 1000)) {
            store.record(full);
            store.record(bare);
            store.record(exchange(2, Keys.of(TWO)));
            assertEquals(List.of(full, bare), store.of(List.of(ONE), Optional.empty(), 10));
            assertEquals(List.of(full), store.of(List.of(), full.keys().uuid(), 10));
            assertEquals(3, store.of(List.of(ONE, TWO), full.keys().uuid(), 10).size());
            assertEquals(List.of(bare), store.of(List.of(ONE), Optional.empty(), 1));
        }
    }

    /** An agent asks for an order every minute for as long as it runs; the story before must outlive that. */
    @Test
    void whatAnAgentOnlySaysAgainTakesNoRoom() {
        try (FlightStore store = started(50, 10_000)) {
            store.record(exchange(0, Keys.of(ONE)));
            for (int i = 1; i <= 500; i++) {
                store.record(poll(i, 1, "wait: no-node"));
                if (i % 70 == 0) {
                    store.record(exchange(i, Keys.of(TWO)));
                    store.flush();
                }
            }
            store.record(poll(501, 1, "reboot: ordered"));
            store.record(poll(502, 2, "wait: no-node"));
            List<Exchange> kept = store.of(List.of(ONE), Optional.empty(), 1000);
            assertEquals(List.of("line 0", "poll 500", "poll 501", "poll 502"),
                    kept.stream().map(Exchange::summary).toList());
            assertEquals(List.of(1L, 500L, 1L, 1L), kept.stream().map(Exchange::times).toList());
            assertEquals(START.plusMillis(1).toString(), kept.get(1).detail(Detail.SINCE));
            assertEquals(START.plusMillis(500), kept.get(1).at());
        }
    }

    private static Exchange poll(int n, int boot, String answer) {
        return new Exchange(START.plusMillis(n), Keys.of(ONE).with(BootId.of(boot)), Kind.ORDER, Outcome.OK, "poll " + n,
                Map.of(Detail.NOTE, answer, Detail.MILLIS, "" + n));
    }

    @Test
    void oneMachineKeepsOnlyItsNewest() {
        try (FlightStore store = started(50, 10_000)) {
            store.record(exchange(0, Keys.of(TWO)));
            for (int i = 0; i < 500; i++) {
                store.record(exchange(i, Keys.of(ONE)));
                if (i % 70 == 0) {
                    store.flush();
                }
            }
            List<Exchange> kept = store.of(List.of(ONE), Optional.empty(), 1000);
            assertEquals(50, kept.size());
            assertEquals("line 499", kept.getLast().summary());
            assertEquals(1, store.of(List.of(TWO), Optional.empty(), 1000).size());
        }
    }

    @Test
    void allTogetherAreBounded() {
        try (FlightStore store = started(1000, 300)) {
            for (int i = 0; i < 2000; i++) {
                store.record(exchange(i, Keys.of(new Mac(i % 100))));
            }
            store.flush();
            int rows = database.reading(c -> Rows.first(c, "SELECT count(*) FROM exchanges", r -> r.getInt(1)).get());
            assertTrue(rows <= 300 && rows > 200, "kept " + rows);
            assertEquals(0, store.lost());
        }
    }

    @Test
    void anAddressBecomesTheMacThatHadItThen() {
        Ipv4 other = new Ipv4(0x0A4D0033);
        try (FlightStore store = new FlightStore(database, 100, 1000,
                ip -> ip.equals(other) ? Optional.of(TWO) : Optional.empty())) {
            store.start();
            store.record(exchange(0, Keys.of(ONE).with(ADDRESS)));
            store.record(exchange(1, Keys.of(ADDRESS)));
            store.record(exchange(2, Keys.of(TWO).with(ADDRESS)));
            store.record(exchange(3, Keys.of(ADDRESS)));
            store.record(exchange(4, Keys.of(other)));
            assertEquals(List.of("line 0", "line 1"), lines(store, ONE));
            assertEquals(List.of("line 2", "line 3", "line 4"), lines(store, TWO));
        }
    }

    @Test
    void aDatabaseThatIsBusyNeitherSlowsNorFailsRecordingAndTheLossIsCounted() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform().start(() -> database.inTransaction(c -> {
            held.countDown();
            await(release);
            return 0;
        }));
        held.await();
        try (FlightStore store = started(1_000_000, 1_000_000)) {
            long start = System.nanoTime();
            for (int i = 0; i < 40_000; i++) {
                store.record(exchange(i, Keys.of(ONE)));
            }
            long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
            assertTrue(took < 2_000, "recording took " + took + " ms");
            assertTrue(store.lost() > 0);
            release.countDown();
            holder.join();
            long known = 0;
            while (known < 40_000) { // one flush waits only so long
                store.flush();
                known = store.lost() + database.reading(c -> Rows.first(c, "SELECT count(*) FROM exchanges",
                        r -> r.getInt(1)).get());
            }
            assertEquals(40_000, known);
        }
    }

    @Test
    void whatWasRecordedBeforeTheCloseIsThereAfterARestart() {
        FlightStore store = started(100, 1000);
        store.record(exchange(0, Keys.of(ONE)));
        store.close();
        store.record(exchange(1, Keys.of(ONE)));
        assertEquals(1, store.lost());
        database.close();
        database = Database.open(folder);
        try (FlightStore again = started(100, 1000)) {
            assertEquals(List.of("line 0"), lines(again, ONE));
        }
    }

    @Test
    void aBrokenDatabaseIsCountedAndTheRecorderLivesOn() {
        try (FlightStore store = started(100, 1000)) {
            database.inTransaction(c -> Rows.run(c, "ALTER TABLE exchanges RENAME TO gone"));
            store.record(exchange(0, Keys.of(ONE)));
            store.flush();
            assertEquals(1, store.lost());
            database.inTransaction(c -> Rows.run(c, "ALTER TABLE gone RENAME TO exchanges"));
            store.record(exchange(1, Keys.of(ONE)));
            assertEquals(List.of("line 1"), lines(store, ONE));
        }
    }

    private static List<String> lines(FlightStore store, Mac mac) {
        return store.of(List.of(mac), Optional.empty(), 100).stream().map(Exchange::summary).toList();
    }

    private FlightStore started(int perMachine, int total) {
        FlightStore store = new FlightStore(database, perMachine, total, ip -> Optional.empty());
        store.start();
        return store;
    }

    private static Exchange exchange(int n, Keys keys) {
        return new Exchange(START.plusMillis(n), keys, Kind.DISCOVER, Outcome.OK, "line " + n, Map.of("n", "" + n));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
