package dev.ichor.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Machines;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What agents send and ask. */
@Timeout(120)
class AgentRequestsTest extends BootServerBed {
    @Test
    void aFingerprintIsTakenOnce() throws Exception {
        Agent agent = agent();
        byte[] archive = Bench.archive(ONE, agent.boot());
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = upload(token, archive);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("ok " + Sha256.of(archive) + "\n", answer.body());
        }
        assertEquals(1, bench.provisioner.machines().events(Optional.empty(), 0, 10).size());
        assertEquals(422, upload(token, new byte[] {1}).statusCode());
        assertEquals(403, upload("0".repeat(90), archive).statusCode());
        assertEquals(401, client.send(request("/agent/fingerprint").POST(
                HttpRequest.BodyPublishers.ofByteArray(archive)).build(), BodyHandlers.ofString()).statusCode());
        Agent later = agent();
        assertEquals(200, upload(token, Bench.archive(ONE, later.boot())).statusCode());
        String lateToken = token;
        agent();
        bench.discover(ONE);
        assertEquals(409, upload(lateToken, Bench.archive(ONE, later.boot())).statusCode());
    }

    @Test
    void aCutUploadLeavesNothing() throws Exception {
        Agent agent = agent();
        byte[] archive = Bench.archive(ONE, agent.boot());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(head(archive.length).getBytes(StandardCharsets.US_ASCII));
            out.write(archive, 0, archive.length / 2);
            out.flush();
        }
        HttpExchangeRecord record = nextRecord("/agent/fingerprint");
        assertTrue(record.aborted());
        assertEquals(List.of(), bench.provisioner.machines().page(Machines.Query.ALL).machines());
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        // The exchange is recorded when the connection breaks; the worker deletes its file right after.
        while (storedFiles() > 0 && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertEquals(0, storedFiles());
        assertEquals(200, upload(token, archive).statusCode());
    }

    @Test
    void anOversizedUploadIsRefusedBeforeItIsSent() throws Exception {
        agent();
        String answer = raw(head((96L << 20) + 1));
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(raw(head(5).replace("Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"))
                .startsWith("HTTP/1.1 411"));
        assertEquals(0, storedFiles());
    }

    @Test
    void reportsAreShort() throws Exception {
        Agent agent = agent();
        assertEquals(200, upload(token, Bench.archive(ONE, agent.boot())).statusCode());
        assertEquals(200, post("/agent/report", "reading disks").statusCode());
        assertEquals(413, post("/agent/report", "x".repeat(1025)).statusCode());
        assertEquals("reading disks", bench.provisioner.machines().events(Optional.empty(), 0, 10).getLast().text());
    }

    /** What an agent is told when there is nothing to erase, and what is no receipt; over a foreign client. */
    @Test
    void theWipeChannelKeepsItsBounds() throws Exception {
        Agent agent = agent();
        upload(token, Bench.archive(ONE, agent.boot()));
        String bearer = "Authorization: Bearer " + token;
        List<String> ask = List.of("curl", "-sS", "-w", "%{http_code}", url + "/agent/wipe");
        assertEquals("nothing of this machine is to be erased\n404", curl(ask, "-H", bearer));
        assertTrue(curl(ask).endsWith("\n401"), curl(ask));
        assertTrue(curl(ask, "-H", "Authorization: Bearer " + "0".repeat(90)).endsWith("\n403"));
        assertTrue(curl(ask, "-H", bearer, "-d", "a-0123456789 0 started 0 x").endsWith("write nothing more\n410"));
        assertTrue(curl(ask, "-H", bearer, "-d", "a-0123456789 0 begun 0 x").endsWith("\n400"));
        assertTrue(curl(ask, "-H", bearer, "-H", "Transfer-Encoding: chunked", "-d", "x".repeat(600)).endsWith("\n400"));
        assertTrue(curl(ask, "-H", bearer, "-d", "a-0123456789 0 started 0 " + "x".repeat(600)).endsWith("\n413"));
        assertTrue(curl(ask, "-H", bearer, "-X", "DELETE").endsWith("\n405"));
    }

    private static String curl(List<String> ask, String... more) throws Exception {
        return run(Stream.concat(ask.stream(), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void anAgentWaitsForItsOrder() throws Exception {
        Agent agent = agent();
        upload(token, Bench.archive(ONE, agent.boot()));
        assertTrue(order(0).body().startsWith("1 wait\n"));
        long began = System.nanoTime();
        CompletableFuture<HttpResponse<String>> waiting = client.sendAsync(orderRequest(1), BodyHandlers.ofString());
        assertTrue(waiting.get().body().startsWith("1 wait\n"));
        assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(1400));
        waiting = client.sendAsync(orderRequest(1), BodyHandlers.ofString());
        var id = bench.provisioner.machines().page(Machines.Query.ALL).machines().getFirst().id();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String line = bench.provisioner.machines().order(id, dev.ichor.provisioner.Machines.Order.REBOOT, Bench.ANN);
        assertTrue(line.contains("reboot"), line);
        assertTrue(waiting.get().body().startsWith("2 reboot\nann ordered reboot"), waiting.get().body());
        assertTrue(System.nanoTime() < deadline);
        assertEquals(400, client.send(authorized("/agent/order?after=x").build(), BodyHandlers.ofString())
                .statusCode());
    }

    private HttpResponse<String> upload(String bearer, byte[] archive) throws Exception {
        return client.send(request("/agent/fingerprint").header("Authorization", "Bearer " + bearer)
                .POST(HttpRequest.BodyPublishers.ofByteArray(archive)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(authorized(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest orderRequest(long after) {
        return authorized("/agent/order?after=" + after).build();
    }

    private HttpResponse<String> order(long after) throws Exception {
        return client.send(orderRequest(after), BodyHandlers.ofString());
    }

    private String head(long length) {
        return "POST /agent/fingerprint HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private long storedFiles() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("state/fingerprints"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
