package dev.ichor.provisioner.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.BootId;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.store.Database;
import dev.ichor.store.EventStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries to real receivers on the loopback, that fail, hang, move and come back. */
@Timeout(90)
class WebhooksTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final WebhookPace PACE = new WebhookPace(Duration.ofMillis(5), Duration.ofMillis(40),
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofDays(1),
            Duration.ofMillis(50));

    @TempDir
    Path state;
    private volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private Random random = new Random(3);
    private Receiver receiver;
    private Database database;
    private Access access;
    private Runnable news = () -> { };

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver(0);
        database = Database.open(state);
        begin(PACE);
    }

    private void begin(WebhookPace pace) {
        access = new Access(database, () -> now, random, pace);
        access.start(wake -> {
            news = wake;
            return () -> { };
        });
    }

    @AfterEach
    void stop() {
        access.close();
        database.close();
        receiver.close();
    }

    private void happen(String line) {
        MachineEvent event = new MachineEvent.Reported(now, BootId.of(1), line);
        database.inTransaction(connection -> {
            new EventStore().append(connection, MachineId.of(1), event);
            return 0;
        });
        news.run();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private Webhooks.Hook only() {
        return access.webhooks().list().getFirst();
    }

    @Test
    void eventsComeInOrderSignedAndAtOnce() throws Exception {
        access.close();
        begin(new WebhookPace(LONG, LONG, LONG, LONG, LONG, LONG, LONG));
        happen("before it was made");
        Webhooks.Fresh fresh = access.webhooks().create(receiver.url(), List.of(), Caller.APPLIANCE);
        receiver.answers.add(200);
        for (int i = 0; i < 50; i++) {
            happen("line \"" + i + "\" é");
        }
        await(() -> receiver.got.size() == 50);
        for (int i = 0; i < 50; i++) {
            Receiver.Delivery one = receiver.got.get(i);
            assertEquals("{\"id\":\"e-" + (i + 2) + "\",\"sequence\":" + (i + 2) + ",\"machine\":\"" + MachineId.of(1)
                    + "\",\"at\":\"2026-03-01T08:00:00Z\",\"kind\":\"report\",\"text\":\"line \\\"" + i
                    + "\\\" é\"}", one.body());
            assertEquals("e-" + (i + 2), one.event());
            assertEquals("application/json", one.type());
            assertEquals(Long.toString(now.getEpochSecond()), one.timestamp());
            assertEquals(WebhookPost.sign(fresh.secret(), one.timestamp(), one.body().getBytes(
                    StandardCharsets.UTF_8)), one.signature());
        }
        Receiver.Delivery one = receiver.got.getLast();
        Path signed = Files.writeString(state.resolve("signed"), one.timestamp() + "." + one.body());
        Process openssl = new ProcessBuilder("openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", "key:"
                + fresh.secret(), signed.toString()).start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("v1=" + said.strip().replaceFirst(".*= *", ""), one.signature());
        await(() -> only().waiting() == 0);
        assertEquals(Optional.empty(), only().failure());
    }

    @Test
    void onlyTheKindsThatItWants() throws Exception {
        access.webhooks().create(receiver.url(), List.of("held", "nothing"), Caller.APPLIANCE);
        happen("not this");
        database.inTransaction(connection -> {
            new EventStore().append(connection, MachineId.of(1), new MachineEvent.Held(now, "why",
                    List.of(MachineId.of(2))));
            return 0;
        });
        happen("nor this");
        await(() -> receiver.got.size() == 1);
        await(() -> only().waiting() == 0);
        assertEquals(List.of("e-2"), receiver.events());
    }

    @Test
    void whatFailsIsTriedAgainBeforeWhatComesAfterIt() throws Exception {
        receiver.answers.addAll(List.of(204, 500, 404, 302, 429, 401));
        receiver.location = receiver.url() + "/elsewhere";
        Webhooks.Fresh fresh = access.webhooks().create(receiver.url(), List.of(), Caller.APPLIANCE);
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            happen("line " + i);
        }
        await(() -> {
            only().failure().ifPresent(failures::add);
            return receiver.got.size() == 8 && only().waiting() == 0;
        });
        assertEquals(List.of("e-1", "e-2", "e-2", "e-2", "e-2", "e-2", "e-2", "e-3"), receiver.events());
        assertTrue(receiver.got.stream().allMatch(one -> one.path().equals("/hook")), "no redirect is followed");
        assertTrue(failures.stream().allMatch(why -> why.matches("event 2: it answered [345]\\d\\d \\(failing "
                + "since .*")), failures.toString());
        assertEquals(Optional.empty(), only().failure());
        assertFalse(only().toString().contains(fresh.secret()));
    }

    @Test
    void aRestartLeavesNothingOutAndKeepsTheOrder() throws Exception {
        int port = receiver.port();
        access.webhooks().create(receiver.url(), List.of(), Caller.APPLIANCE);
        for (int i = 0; i < 20; i++) {
            happen("line " + i);
        }
        await(() -> receiver.got.size() >= 3);
        access.close();
        database.close();
        List<String> before = receiver.events();
        receiver.close();
        database = Database.open(state);
        begin(PACE);
        happen("while it is away");
        await(() -> only().failure().isPresent());
        assertTrue(only().failure().get().contains("no connection"), only().failure().get());
        receiver = new Receiver(port);
        await(() -> only().waiting() == 0);
        List<String> distinct = new ArrayList<>(before);
        receiver.events().stream().filter(event -> !distinct.contains(event)).forEach(distinct::add);
        assertEquals(21, distinct.size());
        for (int i = 0; i < 21; i++) {
            assertEquals("e-" + (i + 1), distinct.get(i));
        }
        assertTrue(before.size() + receiver.got.size() <= 22, "at most one twice: the one under way");
    }

    @Test
    void whoHangsOrDripsHoldsUpNobodyElseAndIsLeftInTheEnd() throws Exception {
        access.close();
        begin(new WebhookPace(Duration.ofMillis(5), Duration.ofMillis(40), LONG, LONG, Duration.ofMillis(700),
                Duration.ofDays(1), Duration.ofMillis(50)));
        try (SlowReceiver hangs = new SlowReceiver(""); SlowReceiver drips = new SlowReceiver("X-Drip: 1\r\n");
             SlowReceiver speaksNoHttp = new SlowReceiver("SSH-2.0-hello\r\n\r\n")) {
            for (SlowReceiver slow : List.of(hangs, drips, speaksNoHttp)) {
                access.webhooks().create(slow.url(), List.of(), Caller.APPLIANCE);
            }
            Webhooks.Fresh good = access.webhooks().create(receiver.url(), List.of(), Caller.APPLIANCE);
            for (int i = 0; i < 20; i++) {
                happen("line " + i);
            }
            await(() -> receiver.got.size() == 20);
            await(() -> access.webhooks().list().stream().filter(hook -> hook.failure().isPresent()).count() == 3);
            await(() -> hangs.taken.size() >= 2 && drips.taken.size() >= 2);
            assertTrue(access.webhooks().list().stream().filter(hook -> !hook.id().equals(good.hook().id()))
                    .allMatch(hook -> hook.waiting() == 20));
        }
    }

    @Test
    void closingDoesNotWaitForWhoHangs() throws Exception {
        access.close();
        begin(new WebhookPace(LONG, LONG, LONG, LONG, LONG, LONG, LONG));
        try (SlowReceiver hangs = new SlowReceiver("")) {
            access.webhooks().create(hangs.url(), List.of(), Caller.APPLIANCE);
            happen("line");
            await(() -> !hangs.taken.isEmpty());
            long start = System.nanoTime();
            access.close();
            assertTrue(Duration.ofNanos(System.nanoTime() - start).compareTo(Duration.ofSeconds(30)) < 0);
            begin(PACE);
            assertEquals(1, only().waiting(), "it is told later");
        }
    }

    @Test
    void whatIsOldIsGivenUpAfterADayOfFailuresAndWhatIsYoungIsNot() throws Exception {
        URI gone;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/");
        }
        access.webhooks().create(gone, List.of(), Caller.APPLIANCE);
        happen("old");
        happen("old too");
        await(() -> only().failure().isPresent());
        now = now.plus(Duration.ofHours(23));
        happen("young");
        await(() -> only().waiting() == 3);
        now = now.plus(Duration.ofHours(2));
        await(() -> only().waiting() == 1);
        await(() -> only().failure().orElse("").contains("event 3"));
        assertTrue(only().failure().get().endsWith("; 2 events were given up"), only().failure().get());
    }

    @Test
    void aDeletedWebhookIsToldNoMore() throws Exception {
        Webhooks.Fresh fresh = access.webhooks().create(receiver.url(), List.of(), Caller.APPLIANCE);
        happen("one");
        await(() -> receiver.got.size() == 1 && only().waiting() == 0);
        assertTrue(access.webhooks().delete(fresh.hook().id(), Caller.APPLIANCE));
        assertFalse(access.webhooks().delete(fresh.hook().id(), Caller.APPLIANCE));
        access.webhooks().create(receiver.url().resolve("/other"), List.of(), Caller.APPLIANCE);
        happen("two");
        await(() -> receiver.got.size() >= 2 && only().waiting() == 0);
        assertEquals(List.of("/hook", "/other"), receiver.got.stream().map(Receiver.Delivery::path).toList());
    }

    @Test
    void badAddressesAndKindsAreAllNamed() {
        String[][] table = {
            {"ftp://example/x", "/url"}, {"/relative", "/url"}, {"http:///nohost", "/url"}, {"mailto:a@b", "/url"},
            {"http://user:pass@example/", "/url"}, {"https://example/#part", "/url"}, {"http://example:70000/", "/url"},
            {"https://example/" + "x".repeat(2_000), "/url"}, {"file:///etc/passwd", "/url"},
            {"https://example/a?b=c", ""}, {"HTTP://[2001:db8::1]:8080/", ""},
        };
        for (String[] row : table) {
            List<String> where = access.webhooks().check(URI.create(row[0]), List.of()).stream().map(p -> p.where())
                    .toList();
            assertEquals(row[1].isEmpty() ? List.of() : List.of(row[1]), where, row[0]);
        }
        assertEquals(List.of("/url", "/kinds/1"), access.webhooks().check(URI.create("x:y"), List.of("held", "No!"))
                .stream().map(p -> p.where()).toList());
        for (int i = 0; i < Webhooks.MOST; i++) {
            access.webhooks().create(receiver.url(), List.of(), Caller.APPLIANCE);
        }
        assertEquals(1, access.webhooks().check(receiver.url(), List.of()).size());
    }

    @Test
    void itsSecretIsInNoLogAndNoList() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage() + " " + line.getThrown());
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        Logger logger = Logger.getLogger("dev.ichor");
        logger.addHandler(handler);
        try {
            receiver.answers.addAll(List.of(500, 500));
            Webhooks.Fresh fresh = access.webhooks().create(receiver.url(), List.of(), Caller.APPLIANCE);
            happen("line");
            await(() -> receiver.got.size() == 3 && only().waiting() == 0);
            assertTrue(logged.stream().anyMatch(line -> line.contains("webhook-failing")), logged.toString());
            assertFalse((logged + only().toString() + fresh).contains(fresh.secret()));
        } finally {
            logger.removeHandler(handler);
        }
    }
}
