package dev.ichor.server.admin;

import dev.ichor.provision.Reason;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Machine;
import dev.ichor.machine.BootId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.Identity;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.provisioner.Machines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API over real HTTP, spoken by hand so that any Host and any body can be sent. */
@Timeout(30)
class AdminServerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Ipv4 LOOPBACK = Ipv4.of(new byte[] {127, 0, 0, 1});
    private static final MachineId ID = new MachineId("m-abcdefgh");
    private static final Mac MAC = new Mac(0x525400000001L);

    private AdminServer server;
    private List<String> notReady = List.of();

    /** One machine, two events, and it remembers orders. */
    static class Fixed implements Machines {
        final List<String> orders = new ArrayList<>();

        @Override
        public Page page(Query query) {
            return new Page(List.of(view().row()), Optional.empty(), 1);
        }

        private static View view() {
            BootId boot = new BootId("00000000000000aa");
            Identity identity = new Identity(Optional.empty(), List.of(MAC));
            Machine machine = Evolve.begin(ID, new MachineEvent.FingerprintTaken(NOW, boot, Sha256.of(new byte[0]),
                    identity, List.of()));
            return new View(new Row(ID, identity, "discovered", new Reason("waits", "waits"), false, Optional.empty(),
                    Optional.empty(), "", "", "", 0, 0, 0, 1, NOW, NOW), machine, Optional.empty());
        }

        @Override
        public Subscription subscribe(Runnable news) {
            return () -> { };
        }

        @Override
        public Optional<View> find(String key) {
            return java.util.stream.Stream.of(view()).filter(v -> key.equals(ID.text()) || key.equals(MAC.toString())).findFirst();
        }

        @Override
        public List<Event> events(Optional<MachineId> machine, long after, int limit) {
            return List.of(new Event(1, ID, NOW, "discovered", "one"), new Event(2, ID, NOW, "report", "two")).stream()
                    .filter(e -> e.sequence() > after).limit(limit).toList();
        }

        @Override
        public List<Snapshot> fingerprints(MachineId machine) {
            return List.of();
        }

        @Override
        public Optional<byte[]> raw(Sha256 fingerprint) {
            return Optional.empty();
        }

        @Override
        public String order(MachineId machine, Order order, String by) {
            orders.add(machine + " " + order + " " + by);
            return "The machine will reboot.";
        }
    }

    /** Fails at everything. */
    static final class Broken extends Fixed {
        @Override
        public Page page(Query query) {
            throw new IllegalStateException("secret detail");
        }
    }

    private record NoFlights() implements Flights {
        @Override
        public List<Exchange> of(Collection<Mac> macs, Optional<SystemUuid> uuid, int limit) {
            return List.of();
        }

        @Override
        public long lost() {
            return 0;
        }
    }

    private void start(Machines machines) throws IOException {
        server = new AdminServer(new AdminSettings(LOOPBACK, 0, false, List::of, () -> notReady), machines,
                new NoFlights(), InstantSource.fixed(NOW));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(1));
    }

    private record Answer(int status, String type, String body) {
    }

    private Answer get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n", "");
    }

    private Answer post(String path, String type, String body) throws IOException {
        return ask("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n", body);
    }

    private Answer ask(String head, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK.bytes()), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n" + body)
                    .getBytes(StandardCharsets.ISO_8859_1));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            String type = text.lines().filter(l -> l.startsWith("Content-Type: ")).map(l -> l.substring(14))
                    .findFirst().orElse("");
            return new Answer(Integer.parseInt(text.substring(9, 12)), type, text.substring(end + 4));
        }
    }

    @Test
    void listsMachinesExactly() throws IOException {
        start(new Fixed());
        assertEquals(new Answer(200, "application/json", """
                {"items":[{"id":"m-abcdefgh","serial":"","product":"","stage":"discovered",\
                "reason":{"code":"waits","text":"waits"},"person":false,"place":null,"armedUntil":null,"turn":1,\
                "uuid":null,"macs":["52:54:00:00:00:01"],"disks":0,"diskBytes":0,"nics":0,"firmware":"",\
                "firstSeen":"2026-03-01T08:00:00Z","lastSeen":"2026-03-01T08:00:00Z"}],"next":null,"total":1}
                """), get("/api/v1/machines"));
    }

    @Test
    void findsAMachineByMacAndSaysWhenThereIsNone() throws IOException {
        start(new Fixed());
        assertEquals(200, get("/api/v1/machines/52:54:00:00:00:01").status());
        assertEquals(200, get("/api/v1/machines/52%3A54%3A00%3A00%3A00%3A01").status());
        assertEquals(new Answer(404, "application/problem+json", """
                {"type":"about:blank","title":"Not Found","status":404,\
                "detail":"No machine has the id, MAC, UUID or unique serial number 'x'.","errors":[]}
                """), get("/api/v1/machines/x"));
        assertEquals(404, get("/api/v2/machines").status());
        assertEquals(405, post("/api/v1/machines", "application/json", "{}").status());
    }

    @Test
    void pagesThroughEvents() throws IOException {
        start(new Fixed());
        assertEquals("""
                {"items":[{"sequence":2,"machine":"m-abcdefgh","at":"2026-03-01T08:00:00Z","kind":"report",\
                "text":"two"}],"next":2}
                """, get("/api/v1/events?after=1&limit=5").body());
        assertTrue(get("/api/v1/events?after=2").body().contains("\"next\":2"));
        for (String bad : List.of("after=-1", "after=x", "limit=0", "limit=1001", "limit=1&limit=2")) {
            Answer answer = get("/api/v1/events?" + bad);
            assertEquals(400, answer.status(), bad);
            assertTrue(answer.body().contains(bad.substring(0, 5)), answer.body());
        }
    }

    @Test
    void explainsAMachineThatTheInventoryDoesNotKnow() throws IOException {
        start(new Fixed());
        Answer answer = get("/api/v1/machines/52-54-00-00-00-99/explain");
        assertEquals(200, answer.status());
        assertTrue(answer.body().startsWith("{\"machine\":\"52:54:00:00:00:99\",\"verdicts\":[{\"code\":\"never-heard\""),
                answer.body());
        assertEquals(404, get("/api/v1/machines/serial/explain").status());
    }

    @Test
    void takesOrdersAndRefusesWhatIsNone() throws IOException {
        Fixed machines = new Fixed();
        start(machines);
        String path = "/api/v1/machines/m-abcdefgh/orders";
        Answer done = post(path, "application/json", "{\"order\":\"reboot\"}");
        assertEquals("{\"machine\":\"m-abcdefgh\",\"answer\":\"The machine will reboot.\"}\n", done.body());
        assertEquals(List.of("m-abcdefgh REBOOT admin at 127.0.0.1"), machines.orders);
        assertEquals(415, post(path, "text/plain", "{\"order\":\"reboot\"}").status());
        assertEquals(400, post(path, "application/json", "{\"order\":\"explode\"}").status());
        assertEquals(400, post(path, "application/json", "{}").status());
        assertEquals(400, post(path, "application/json", "not json").status());
        assertEquals(413, post(path, "application/json", "x".repeat(70_000)).status());
        assertEquals(1, machines.orders.size());
    }

    @Test
    void aForeignHostIsRefused() throws IOException {
        start(new Fixed());
        for (String host : List.of("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil", "")) {
            assertEquals(403, ask("GET /api/v1/machines HTTP/1.1\r\nHost: " + host + "\r\n", "").status(), host);
        }
        for (String host : List.of("localhost", "LOCALHOST:8081", "10.0.0.1", "[::1]:8081")) {
            assertEquals(200, ask("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n", "").status(), host);
        }
    }

    @Test
    void aFaultTellsAnIdAndNoDetails() throws IOException {
        start(new Broken());
        Answer answer = get("/api/v1/machines");
        assertEquals(500, answer.status());
        assertTrue(answer.body().contains("its log says why at id="), answer.body());
        assertFalse(answer.body().contains("secret"), answer.body());
        assertEquals(200, get("/healthz").status());
    }

    @Test
    void readyOnlyWhenItIs() throws IOException {
        notReady = List.of("The appliance is starting.");
        start(new Fixed());
        assertEquals(new Answer(503, "application/json",
                "{\"status\":\"not-ready\",\"components\":[{\"name\":\"appliance\",\"state\":\"starting\",\"detail\":"
                + "\"The appliance is starting.\"}]}\n"), get("/readyz"));
        notReady = List.of();
        assertEquals("{\"status\":\"ok\",\"components\":[]}\n", get("/readyz").body());
    }

    @Test
    void aBusyPortIsOneClearSentence() throws IOException {
        start(new Fixed());
        AdminServer second = new AdminServer(new AdminSettings(LOOPBACK, server.port(), false, List::of, List::of),
                new Fixed(), new NoFlights(), InstantSource.fixed(NOW));
        IOException e = org.junit.jupiter.api.Assertions.assertThrows(IOException.class, second::start);
        assertTrue(e.getMessage().startsWith("the admin plane cannot listen on 127.0.0.1:" + server.port()),
                e.getMessage());
        second.stop(Duration.ofMillis(10));
    }
}
