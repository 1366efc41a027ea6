package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.rack.RackFailure;
import dev.ichor.rack.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole appliance loses its power again and again; what it acknowledged is there when it comes back. */
@Tag("netns")
@Timeout(420)
@Execution(ExecutionMode.CONCURRENT)
class PowerCutTest {
    private static final int KILLS = 50;
    private static final int CLIENTS = 120;
    private static final long FIRST_MAC = 0x5254_0033_0000L;
    private static final Duration ANSWER = Duration.ofMillis(400);

    private final Map<Mac, Ipv4> leases = new ConcurrentHashMap<>();
    private final Set<String> fingerprints = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();

    @Test
    void killedAtAnyMomentItLosesNoAcknowledgedLeaseOrFingerprint() throws Exception {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("PowerCutTest seed " + seed);
        Random random = new Random(seed);
        try (Site site = Site.fullUnprobed(1500)) {
            Client leaser = site.client("leaser", "10.77.0.50/24");
            AgentLoad agent = new AgentLoad(site.client("agent", "10.77.0.51/24"));
            Random order = new Random(random.nextLong());
            Thread leasing = load(() -> lease(leaser, new Mac(FIRST_MAC + order.nextInt(CLIENTS))));
            Thread uploading = load(() -> agent.boot().ifPresent(fingerprints::add));
            try {
                for (int round = 0; round < KILLS; round++) {
                    cutPower(site, random);
                    assertNothingLost(site, round);
                }
            } finally {
                over.set(true);
                leasing.join(30_000);
                uploading.join(30_000);
            }
            System.out.println("acknowledged leases " + acknowledged + " of " + leases.size() + " clients, fingerprints "
                    + fingerprints.size());
            assertTrue(acknowledged.get() >= KILLS && fingerprints.size() >= KILLS / 2, "too little load");
            site.appliance().start();
            assertServedAgain(site, leaser);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Repeats work until the end, through all times when nobody answers. */
    private Thread load(Work work) {
        return Thread.ofPlatform().daemon().name("load").start(() -> {
            while (!over.get()) {
                try {
                    work.run();
                } catch (IOException | RackFailure e) {
                    // The power is cut just now; the next try finds out whether it is back.
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                } catch (RuntimeException | AssertionError e) {
                    fault.compareAndSet(null, e);
                    return;
                }
            }
        });
    }

    private void lease(Client client, Mac mac) throws IOException {
        Optional<Ipv4> address = client.lease(mac, ANSWER);
        if (address.isPresent()) {
            Ipv4 before = leases.put(mac, address.get());
            assertTrue(before == null || before.equals(address.get()),
                    () -> mac + " had " + before + " and got " + address.get());
            acknowledged.incrementAndGet();
        }
    }

    /** Mostly some time after the first acknowledgement, sometimes in the middle of the start. */
    private void cutPower(Site site, Random random) throws InterruptedException {
        int leasesBefore = acknowledged.get();
        int uploadsBefore = fingerprints.size();
        if (random.nextInt(5) == 0) {
            site.appliance().startUnready();
            Thread.sleep(random.nextInt(1_500));
        } else {
            site.appliance().start();
            boolean upload = random.nextBoolean();
            Waiting.until(Duration.ofSeconds(15), () -> fault.get() != null || (upload
                    ? fingerprints.size() > uploadsBefore : acknowledged.get() > leasesBefore)
                    ? Optional.of(true) : Optional.empty()).orElseThrow(() -> new AssertionError(
                            "no " + (upload ? "fingerprint" : "lease") + " was acknowledged:\n" + site.log()));
            Thread.sleep(random.nextInt(300));
        }
        site.appliance().kill();
    }

    private void assertNothingLost(Site site, int round) throws IOException, SQLException {
        if (fault.get() != null) {
            throw new AssertionError("round " + round, fault.get());
        }
        Map<Mac, Ipv4> wantedLeases = new HashMap<>(leases);
        Set<String> wantedPrints = new HashSet<>(fingerprints);
        if (!Files.exists(site.state().resolve("ichor.db"))) {
            assertTrue(wantedLeases.isEmpty() && wantedPrints.isEmpty());
            return;
        }
        Path copy = Files.createTempDirectory(site.rack().folder(), "cut");
        for (String name : new String[] {"ichor.db", "ichor.db-wal"}) {
            if (Files.exists(site.state().resolve(name))) {
                Files.copy(site.state().resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("ichor.db"));
             Statement statement = connection.createStatement()) {
            for (Map.Entry<Mac, Ipv4> lease : wantedLeases.entrySet()) {
                assertTrue(exists(statement, "SELECT 1 FROM lease WHERE state = 'ACTIVE' AND mac = '" + lease.getKey()
                        + "' AND address = '" + lease.getValue() + "'"), "round " + round + " lost " + lease);
            }
            for (String hash : wantedPrints) {
                assertTrue(exists(statement, "SELECT 1 FROM fingerprints WHERE hash = '" + hash + "'"),
                        "round " + round + " lost the fingerprint " + hash);
            }
            try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
                assertEquals("ok", check.getString(1));
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** Each client that comes back asks for the address it remembers (INIT-REBOOT, RFC 2131 section 4.3.2). */
    private void assertServedAgain(Site site, Client client) throws IOException {
        for (Map.Entry<Mac, Ipv4> lease : leases.entrySet()) {
            DhcpMessage ack = client.ask(Client.message(lease.getKey(), MessageType.REQUEST,
                    o -> o.ipv4(Code.REQUESTED_ADDRESS, lease.getValue())), Duration.ofSeconds(5)).orElseThrow();
            assertEquals(Optional.of(MessageType.ACK), ack.type(), lease.toString());
            assertEquals(lease.getValue(), ack.yiaddr());
        }
        Set<String> listed = new HashSet<>();
        site.admin().get("/api/v1/machines/" + AgentLoad.MACHINE + "/fingerprints").path("items")
                .forEach(entry -> listed.add(entry.path("hash").asString("")));
        assertTrue(listed.containsAll(fingerprints), "listed " + listed.size() + " of " + fingerprints.size());
        for (String hash : fingerprints) {
            assertTrue(Files.exists(site.state().resolve("fingerprints").resolve(hash + ".tar.gz")), hash);
        }
    }
}
