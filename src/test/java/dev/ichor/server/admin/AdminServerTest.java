package dev.ichor.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane.Answer;
import dev.ichor.server.admin.api.Health;
import dev.ichor.server.admin.guard.GuardLimits;
import dev.ichor.server.admin.metrics.Metrics;
import dev.ichor.server.admin.stream.EventStreams;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for all routes: methods, conditions, faults, health, the listener itself. */
@Timeout(60)
class AdminServerTest {
    private static final String ORDERS = "/api/v1/machines/52:54:00:00:00:01/orders";

    @TempDir
    Path folder;
    private Plane plane;

    @BeforeEach
    void start() {
        plane = new Plane(folder);
        plane.bench.discover(Bench.Box.of("", "SN1", "52:54:00:00:00:01"));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void findsAMachineByMacAndSaysWhenThereIsNone() {
        assertEquals(200, plane.get("/api/v1/machines/52:54:00:00:00:01").status());
        assertEquals(200, plane.get("/api/v1/machines/52%3A54%3A00%3A00%3A00%3A01").status());
        Answer none = plane.get("/api/v1/machines/x");
        assertEquals(404, none.status());
        assertEquals("application/problem+json", none.header("Content-Type"));
        assertEquals("""
                {"type":"urn:ichor:problem:not-found","title":"There is no such thing","status":404,\
                "detail":"No machine has the id, MAC, UUID or unique serial number 'x'.","errors":[]}
                """, none.body());
    }

    @Test
    void aPathKnowsItsMethods() {
        Answer wrong = plane.json(Role.ADMIN, "PATCH", "/api/v1/machines", "{}");
        assertEquals(405, wrong.status());
        assertEquals("GET, HEAD, OPTIONS", wrong.header("Allow"));
        Answer options = plane.ask("OPTIONS", ORDERS, "", Map.of(), null);
        assertEquals(204, options.status());
        assertEquals("OPTIONS, POST", options.header("Allow"));
        Answer head = plane.ask("HEAD", "/api/v1/machines", plane.secret(Role.VIEWER), Map.of(), null);
        assertEquals(200, head.status());
        assertEquals("", head.body());
        assertEquals(plane.get("/api/v1/machines").header("ETag"), head.header("ETag"));
        assertEquals(404, plane.get("/api/v2/machines").status());
    }

    @Test
    void whatTheCallerHasAlreadyIsNotSentAgain() {
        for (String path : List.of("/api/v1/machines", "/api/v1/machines/SN1", "/openapi.json", "/api/v1/clusters")) {
            Answer first = plane.get(path);
            assertFalse(first.header("ETag").isEmpty(), path);
            Answer second = plane.ask("GET", path, plane.secret(Role.VIEWER),
                    Map.of("If-None-Match", "\"x\", " + first.header("ETag")), null);
            assertEquals(304, second.status(), path);
            assertEquals("", second.body());
            assertEquals(first.header("ETag"), second.header("ETag"));
        }
    }

    @Test
    void everythingWrongWithAQueryIsTold() {
        Answer answer = plane.get("/api/v1/machines?stage=asleep&limit=0&sort=a&sort=b&colour=red");
        assertEquals(400, answer.status());
        for (String pointer : List.of("?stage", "?limit", "?sort", "?colour")) {
            assertTrue(answer.body().contains("{\"pointer\":\"" + pointer + "\""), pointer + answer.body());
        }
    }

    @Test
    void everythingWrongWithABodyIsTold() {
        Answer answer = plane.json(Role.OPERATOR, "POST", "/api/v1/machines/SN1/arm",
                "{\"purpose\":\"melt\",\"fingerprint\":\"x\",\"minutes\":0,\"disks\":[1],\"force\":true}");
        assertEquals(422, answer.status());
        for (String pointer : List.of("/purpose", "/fingerprint", "/minutes", "/disks/0", "/force")) {
            assertTrue(answer.body().contains("{\"pointer\":\"" + pointer + "\""), pointer + answer.body());
        }
        assertEquals(422, plane.json(Role.OPERATOR, "POST", ORDERS, "{}").status());
        Answer declared = plane.json(Role.OPERATOR, "PUT", "/api/v1/clusters/c9",
                "{\"kind\":\"Cluster\",\n\"name\":\"c9\",\"storage\":{\"vlan\":\"many\"}}");
        assertEquals(422, declared.status());
        assertTrue(declared.body().contains("{\"pointer\":\"/storage/vlan\",\"detail\":\"line 2: "), declared.body());
        assertEquals(400, plane.json(Role.OPERATOR, "POST", ORDERS, "not json").status());
        assertEquals(400, plane.json(Role.OPERATOR, "POST", ORDERS,
                "{\"order\":\"wait\",\"order\":\"wait\"}").status());
        assertEquals(415, plane.ask("POST", ORDERS, plane.secret(Role.OPERATOR), Map.of("Content-Type", "text/plain"),
                "{\"order\":\"reboot\"}").status());
        assertEquals(413, plane.json(Role.OPERATOR, "POST", ORDERS, "x".repeat(70_000)).status());
    }

    @Test
    void anOrderIsGivenByTheTokensName() {
        Answer done = plane.json(Role.OPERATOR, "POST", ORDERS, "{\"order\":\"reboot\"}");
        assertEquals(200, done.status(), done.body());
        assertTrue(done.body().contains("reboot"), done.body());
        assertTrue(plane.get("/api/v1/machines/SN1/events").body().contains("operator ordered: reboot"));
    }

    @Test
    void aFaultTellsAnIdAndNoDetails() {
        plane.close();
        UnaryOperator<Services> broken = s -> new Services(s.machines(), s.arming(), s.declarations(), s.talos(),
                s.handoff(), s.tokens(),
                s.repeats(), s.audit(), s.webhooks(), s.flights(), () -> {
                    throw new IllegalStateException("secret detail");
                }, s.assets(), s.health(), true, s.foreignServers(), s.clock());
        plane = new Plane(folder.resolve("b"), Plane.WIDE, EventStreams.Limits.DEFAULT, broken);
        Answer answer = plane.get("/api/v1/leases");
        assertEquals(500, answer.status());
        assertTrue(answer.body().contains("its log says why at id="), answer.body());
        assertFalse(answer.body().contains("secret"), answer.body());
        assertEquals(200, plane.get("/healthz").status());
    }

    @Test
    void readyOnlyWhenEveryComponentIs() {
        assertEquals("{\"status\":\"ok\",\"components\":[{\"name\":\"database\",\"state\":\"ok\",\"detail\":\"\"}]}\n",
                plane.ask("GET", "/readyz", "", Map.of(), null).body());
        plane.health.add(new Health.Component("TFTP", "failed", "It ended by itself."));
        Answer answer = plane.ask("GET", "/readyz", "", Map.of(), null);
        assertEquals(503, answer.status());
        assertTrue(answer.body().contains("\"TFTP\",\"state\":\"failed\""), answer.body());
        assertEquals(200, plane.ask("GET", "/healthz", "", Map.of(), null).status());
    }

    @Test
    void aBusyPortIsOneClearSentence() {
        AdminServer second = new AdminServer(AdminSettings.of(new Ipv4(0x7F000001), plane.server.port(),
                plane.certificate.context()), plane.services, new Metrics("x"));
        IOException e = assertThrows(IOException.class, second::start);
        assertTrue(e.getMessage().startsWith("the admin plane cannot listen on 127.0.0.1:" + plane.server.port()),
                e.getMessage());
        second.stop(Duration.ofMillis(10));
    }

    @Test
    void plainHttpGetsNoAnswerAndHarmsNobody() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", plane.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            String answer;
            try {
                answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (java.net.SocketException e) {
                answer = "";
            }
            assertFalse(answer.contains("HTTP/1.1 200"), answer);
        }
        assertEquals(200, plane.get("/healthz").status());
    }

    @Test
    void tooManyWrongTokensLockAnAddressOut() {
        plane.close();
        plane = new Plane(folder.resolve("b"), GuardLimits.DEFAULT, EventStreams.Limits.DEFAULT, s -> s);
        Answer answer = plane.get("/api/v1/whoami");
        assertEquals(200, answer.status());
        for (int i = 0; i < GuardLimits.DEFAULT.badTokens(); i++) {
            assertEquals(401, plane.ask("GET", "/api/v1/whoami", "ichor_x", Map.of(), null).status());
        }
        Answer locked = plane.ask("GET", "/api/v1/whoami", "ichor_x", Map.of(), null);
        assertEquals(429, locked.status());
        assertTrue(Integer.parseInt(locked.header("Retry-After")) > 60);
        assertEquals(200, plane.get("/api/v1/whoami").status(), "a good token passes");
    }
}
