package dev.ichor.server.admin.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.access.Tokens;
import dev.ichor.server.admin.Plane;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The event stream over a real connection. */
@Timeout(120)
class EventStreamsTest {
    private static final String PATH = "/api/v1/events/stream";
    private static final EventStreams.Limits QUICK = new EventStreams.Limits(2, Duration.ofMillis(200),
            Duration.ofSeconds(1), Duration.ofMillis(200));

    @TempDir
    Path folder;
    private Plane plane;

    private void start(EventStreams.Limits limits) {
        plane = new Plane(folder, Plane.WIDE, limits, services -> services);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private void event(int number) {
        plane.bench.discover(Bench.Box.of("", "SN" + number, "52:54:00:00:00:0" + number));
    }

    private long last() {
        return plane.services.machines().lastEvent();
    }

    private HttpResponse<InputStream> open(String path, String token, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(plane.uri(path))
                .header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return plane.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private BufferedReader reader(HttpResponse<InputStream> answer) {
        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream"));
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The ids of the next so many events. */
    private static List<Long> ids(BufferedReader in, int count) throws IOException {
        List<Long> ids = new ArrayList<>();
        while (ids.size() < count) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("ended after " + ids);
            }
            if (line.startsWith("id:")) {
                ids.add(Long.parseLong(line.substring(3).strip()));
            }
        }
        return ids;
    }

    @Test
    void whatHappensIsToldAndALostConnectionResumes() throws Exception {
        start(EventStreams.Limits.DEFAULT);
        event(1);
        long before = last();
        try (BufferedReader in = reader(open(PATH, plane.secret(Role.VIEWER)))) {
            event(2);
            assertEquals(before + 1, ids(in, 1).getFirst());
        }
        event(3);
        long after = last();
        try (BufferedReader in = reader(open(PATH, plane.secret(Role.VIEWER), "Last-Event-ID",
                String.valueOf(before)))) {
            List<Long> ids = ids(in, (int) (after - before));
            assertEquals(before + 1, ids.getFirst());
            assertEquals(after, ids.getLast());
        }
        try (BufferedReader in = reader(open(PATH + "?after=0", plane.secret(Role.VIEWER)))) {
            assertEquals(1, ids(in, 1).getFirst());
        }
        assertEquals(400, open(PATH, plane.secret(Role.VIEWER), "Last-Event-ID", "x").statusCode());
    }

    @Test
    void anEventHasItsKindAndItsBody() throws Exception {
        start(EventStreams.Limits.DEFAULT);
        event(1);
        try (BufferedReader in = reader(open(PATH + "?after=0", plane.secret(Role.VIEWER)))) {
            List<String> lines = new ArrayList<>();
            String line = in.readLine();
            while (line != null && (!line.isEmpty() || lines.isEmpty())) {
                lines.add(line);
                line = in.readLine();
            }
            String all = String.join("\n", lines);
            assertTrue(all.contains("event:fingerprint") && all.contains("id:1")
                    && all.contains("data:{\"sequence\":1,\"machine\":\"m-"), all);
        }
    }

    @Test
    void aQuietStreamShowsThatItLives() throws Exception {
        start(QUICK);
        try (BufferedReader in = reader(open(PATH, plane.secret(Role.VIEWER)))) {
            assertTrue(in.readLine().startsWith(":"));
            assertTrue(in.readLine() != null);
        }
    }

    @Test
    void aRevokedTokenEndsItsStreams() throws Exception {
        start(QUICK);
        Caller root = new Caller("t-0000000000", "test", Role.ADMIN, "");
        Tokens.Fresh fresh = plane.access.tokens().create("short", Role.VIEWER, Optional.empty(), root);
        try (BufferedReader in = reader(open(PATH, fresh.secret()));
             BufferedReader other = reader(open(PATH, plane.secret(Role.VIEWER)))) {
            assertTrue(in.readLine().startsWith(":"));
            assertTrue(plane.access.tokens().revoke(fresh.token().id(), root));
            String line = in.readLine();
            while (line != null) {
                assertTrue(line.isEmpty() || line.startsWith(":"), line);
                line = in.readLine();
            }
            event(1);
            assertEquals(1, ids(other, 1).getFirst());
        }
    }

    @Test
    void thereIsABoundAndAClosedStreamMakesRoom() throws Exception {
        start(QUICK);
        try (BufferedReader one = reader(open(PATH, plane.secret(Role.VIEWER)));
             BufferedReader two = reader(open(PATH, plane.secret(Role.VIEWER)))) {
            assertTrue(one.readLine() != null && two.readLine() != null);
            HttpResponse<InputStream> third = open(PATH, plane.secret(Role.VIEWER));
            assertEquals(503, third.statusCode());
            assertEquals("30", third.headers().firstValue("Retry-After").orElse(""));
            third.body().close();
        }
        HttpResponse<InputStream> again = open(PATH, plane.secret(Role.VIEWER));
        while (again.statusCode() == 503) {
            again.body().close();
            Thread.sleep(20);
            again = open(PATH, plane.secret(Role.VIEWER));
        }
        reader(again).close();
    }

    /** It asks and then reads nothing, while more happens than fits into the buffers on the way. */
    @Test
    void aSlowClientIsDroppedAndHarmsNobody() throws Exception {
        plane = new Plane(folder, Plane.WIDE, QUICK, services -> new dev.ichor.server.admin.Services(
                new Chatter(services.machines()), services.arming(), services.declarations(), services.talos(),
                services.handoff(), services.tokens(), services.repeats(), services.audit(), services.webhooks(),
                services.flights(), services.leases(), services.assets(), services.health(), true,
                services.foreignServers(), services.clock()));
        try (SSLSocket slow = (SSLSocket) Plane.trusting(plane.certificate).getSocketFactory().createSocket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new java.net.InetSocketAddress("127.0.0.1", plane.server.port()));
            slow.getOutputStream().write(("GET " + PATH + "?after=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + plane.secret(Role.VIEWER) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();
            while (plane.server.streams() != 1) {
                Thread.sleep(10);
            }
            assertEquals(200, plane.ask("GET", "/api/v1/whoami", plane.secret(Role.VIEWER), Map.of(), null).status());
            while (plane.server.streams() != 0) {
                Thread.sleep(10);
            }
        }
    }

    @Test
    void aStoppedApplianceEndsItsStreams() throws Exception {
        start(EventStreams.Limits.DEFAULT);
        try (BufferedReader in = reader(open(PATH, plane.secret(Role.VIEWER)))) {
            event(1);
            assertEquals(1, ids(in, 1).getFirst());
            long begin = System.nanoTime();
            plane.server.stop(Duration.ofSeconds(30));
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(20).toNanos(), "it waits for nobody");
            String line = in.readLine();
            while (line != null) {
                line = in.readLine();
            }
        } catch (IOException e) {
            assertTrue(e.getMessage() != null); // cut off is an end too
        }
    }
}
