package dev.ichor.server.boot;

import dev.ichor.provisioner.Machines;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Bench.Box;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BootServerTest {
    private static final Box ONE = Box.of("11111111-2222-3333-4444-555555555501", "S1", "52:54:00:00:00:01");

    @TempDir
    Path folder;
    private final byte[] bytes = new byte[10_000_001];
    private final BlockingQueue<HttpExchangeRecord> records = new LinkedBlockingQueue<>();
    private final Map<Ipv4, Mac> owners = new ConcurrentHashMap<>();
    private HttpClient client;
    private Bench bench;
    private BootServer server;
    private int port;
    private String url;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        new Random(7).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        Sha256 hash = Sha256.of(bytes);
        Map<String, BootAsset> assets = Map.of(
                "big.bin", new BootAsset("big.bin", file, bytes.length, hash, BootAsset.contentTypeOf("big.bin")),
                "ipxe-x86_64.efi", new BootAsset("ipxe-x86_64.efi", file, bytes.length, hash,
                        BootAsset.contentTypeOf("ipxe-x86_64.efi")),
                "broken.bin", new BootAsset("broken.bin", file, 5, hash, "application/octet-stream"));
        bench = new Bench(folder.resolve("state"), port);
        server = BootServer.start(bench.provisioner, name -> Optional.ofNullable(assets.get(name)),
                address -> Optional.ofNullable(owners.get(address)), records::add,
                Duration.ofMillis(1500));
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        bench.close();
    }

    @Test
    void scriptsComeInOnePieceWithTheirLength() throws Exception {
        for (String path : List.of("/boot/init.ipxe", "/boot/autoexec.ipxe", "/autoexec.ipxe", "/boot/unknown.ipxe",
                "/boot/next.ipxe?" + ONE.query(bench.freshBoot()), "/boot/next.ipxe", "/boot/next.ipxe?mac=%00&&=")) {
            HttpResponse<String> answer = get(path);
            assertEquals(200, answer.statusCode(), path);
            assertTrue(answer.body().startsWith("#!ipxe\n"), answer.body());
            assertEquals("text/plain; charset=utf-8", answer.headers().firstValue("content-type").orElseThrow());
            assertEquals(answer.body().length(), answer.headers().firstValueAsLong("content-length").orElseThrow());
            assertTrue(answer.headers().firstValue("transfer-encoding").isEmpty());
        }
    }

    /** A newer iPXE looks for it beside its own binary, whatever folder the firmware put that in (quirk T12). */
    @Test
    void autoexecIsServedInEveryFolderAndNamesAMachineWhoseAddressIsKnown() throws Exception {
        for (String path : List.of("/autoexec.ipxe", "/boot/autoexec.ipxe", "/boot/x64/sb/autoexec.ipxe")) {
            assertTrue(!get(path).body().contains("this is"), path);
        }
        owners.put(new Ipv4(0x7F000001), new Mac(0x525400000009L));
        for (String path : List.of("/autoexec.ipxe", "/boot/autoexec.ipxe", "/boot/x64/sb/autoexec.ipxe")) {
            String script = get(path).body();
            assertTrue(script.startsWith("#!ipxe\necho Ichor: this is 52:54:00:00:00:09, boot "), script);
        }
    }

    @Test
    void whatWasPromisedAndWhatAnAgentSaidIsRecorded() throws Exception {
        get("/assets/big.bin");
        HttpExchangeRecord whole = records.poll(10, TimeUnit.SECONDS);
        assertEquals(bytes.length, whole.size());
        assertEquals(bytes.length, whole.bytes());
        raw("GET /assets/big.bin HTTP/1.1\r\nHost: x\r\nRange: bytes=10-19\r\nConnection: close\r\n\r\n");
        assertEquals(10, records.poll(10, TimeUnit.SECONDS).size());
        String token = Bench.token(bench.ask(ONE, bench.freshBoot()));
        HttpResponse<String> said = client.send(request("/agent/report").header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString("cannot read\u0007 the disks" + "!".repeat(300))).build(),
                BodyHandlers.ofString());
        assertEquals(200, said.statusCode());
        String line = records.poll(10, TimeUnit.SECONDS).said();
        assertTrue(line.startsWith("cannot read  the disks!"), line);
        assertEquals(200, line.length());
    }

    @Test
    void theDeathOfAThreadEndsTheServer() throws Exception {
        assertTrue(!server.ended().toCompletableFuture().isDone());
        Thread dying = Thread.ofPlatform().name("dying").start(() -> { });
        dying.join();
        try (ThreadWatch watch = ThreadWatch.over(List.of(Thread.currentThread(), dying))) {
            Exception why = assertThrows(java.util.concurrent.ExecutionException.class,
                    () -> watch.ended().toCompletableFuture().get(10, TimeUnit.SECONDS));
            assertTrue(why.getMessage().contains("\"dying\" died"), why.getMessage());
        }
        server.close();
        server.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Undertow names its threads; if it names them otherwise one day, nothing would be watched. */
    @Test
    void theThreadsOfTheServerAreFound() {
        assertTrue(server.watched() >= 2, server.watched() + " threads");
    }

    @Test
    void filesAreServedWholeInPartsAndConditionally() throws Exception {
        String etag = "\"" + Sha256.of(bytes) + "\"";
        HttpResponse<byte[]> whole = file("/assets/big.bin");
        assertArrayEquals(bytes, whole.body());
        assertEquals(etag, whole.headers().firstValue("etag").orElseThrow());
        HttpResponse<byte[]> part = file("/assets/big.bin", "Range", "bytes=100-299");
        assertEquals(206, part.statusCode());
        assertEquals("bytes 100-299/10000001", part.headers().firstValue("content-range").orElseThrow());
        assertArrayEquals(Arrays.copyOfRange(bytes, 100, 300), part.body());
        assertArrayEquals(Arrays.copyOfRange(bytes, 9_000_000, bytes.length),
                file("/assets/big.bin", "Range", "bytes=9000000-").body());
        assertEquals(416, file("/assets/big.bin", "Range", "bytes=10000001-").statusCode());
        assertEquals(200, file("/assets/big.bin", "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode());
        assertEquals(206, file("/assets/big.bin", "Range", "bytes=0-1", "If-Range", etag).statusCode());
        assertEquals(304, file("/assets/big.bin", "If-None-Match", etag).statusCode());
        assertEquals(404, get("/assets/../file").statusCode());
        assertEquals(404, get("/assets/none.bin").statusCode());
        assertEquals(500, get("/assets/broken.bin").statusCode());
        assertEquals(405, client.send(request("/assets/big.bin").DELETE().build(), BodyHandlers.ofString())
                .statusCode());
    }

    @Test
    void loadersCarryTheTypeThatUefiKnows() throws Exception {
        for (String path : List.of("/boot/ipxe-x86_64.efi", "/boot/IPXE-X86_64.EFI", "/boot//ipxe-x86_64.efi")) {
            HttpResponse<Void> head = client.send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build(), BodyHandlers.discarding());
            assertEquals(200, head.statusCode(), path);
            assertEquals("application/efi", head.headers().firstValue("content-type").orElseThrow());
            assertEquals(bytes.length, head.headers().firstValueAsLong("content-length").orElseThrow());
        }
    }

    @Test
    void rawRequestsOfFirmwareAreUnderstood() throws Exception {
        for (String request : List.of(
                "GET /boot/next.ipxe?mac=52:54:00:00:00:01&uuid= HTTP/1.1\r\nHost: 10.0.0.1:8080\r\n"
                        + "Connection: close\r\n\r\n",
                "GET /boot/init.ipxe HTTP/1.0\r\n\r\n",
                "GET /boot/next.ipxe?mac=52:54:00:00:00:01&product=a\"b<c>|{d}&serial=%20 HTTP/1.1\r\n"
                        + "Host: \r\nConnection: close\r\n\r\n",
                "GET /boot/next.ipxe?mac=52:54:00:00:00:01&product=\u00fc%FF HTTP/1.1\r\nhost:x\r\nConnection: close\r\n\r\n")) {
            String answer = raw(request);
            assertTrue(answer.contains(" 200 ") && answer.contains("#!ipxe"), request + answer);
        }
    }

    @Test
    void foreignClientsAgree() throws Exception {
        String etag = "\"" + Sha256.of(bytes) + "\"";
        String head = run("curl", "-sS", "-I", url + "/boot/ipxe-x86_64.efi");
        assertTrue(head.contains("Content-Length: " + bytes.length) && head.contains("application/efi"), head);
        Path out = folder.resolve("out");
        Files.write(out, Arrays.copyOf(bytes, 1_000_000));
        run("curl", "-sS", "-C", "-", "-o", out.toString(), url + "/assets/big.bin");
        assertArrayEquals(bytes, Files.readAllBytes(out));
        assertEquals("304", run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-H",
                "If-None-Match: " + etag, url + "/assets/big.bin"));
        Files.delete(out);
        run("busybox", "wget", "-q", "-O", out.toString(), url + "/assets/big.bin");
        assertArrayEquals(bytes, Files.readAllBytes(out));
        Agent agent = agent();
        Path archive = Files.write(folder.resolve("archive"), Bench.archive(ONE, agent.boot()));
        assertTrue(run("curl", "-sS", "-H", "Authorization: Bearer " + token, "-H", "Content-Type: application/gzip",
                "--data-binary", "@" + archive, url + "/agent/fingerprint").startsWith("ok "));
        assertTrue(run("busybox", "wget", "-q", "-O", "-", "--header", "Authorization: Bearer " + token,
                url + "/agent/order?after=0").startsWith("1 wait\nDiscovered as m-"));
    }

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
        String line = bench.provisioner.machines().order(id, dev.ichor.provisioner.Machines.Order.REBOOT, "ann");
        assertTrue(line.contains("reboot"), line);
        assertTrue(waiting.get().body().startsWith("2 reboot\nann ordered reboot"), waiting.get().body());
        assertTrue(System.nanoTime() < deadline);
        assertEquals(400, client.send(authorized("/agent/order?after=x").build(), BodyHandlers.ofString())
                .statusCode());
    }

    @Test
    void exchangesAreRecordedWithoutSecrets() throws Exception {
        String boot = bench.freshBoot();
        get("/boot/next.ipxe?" + ONE.query(boot));
        HttpExchangeRecord record = nextRecord("/boot/next.ipxe");
        assertEquals(Optional.of(boot), record.boot().map(Object::toString));
        assertEquals(Optional.of(ONE.macs().getFirst()), record.mac());
        assertEquals("discover: unknown-machine", record.note());
        assertEquals("127.0.0.1", record.client().toString());
        assertFalse(record.aborted());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET /assets/big.bin HTTP/1.1\r\nHost: x\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(1000);
        }
        HttpExchangeRecord cut = nextRecord("/assets/big.bin");
        assertTrue(cut.aborted(), cut.toString());
        assertTrue(cut.bytes() < bytes.length, cut.toString());
    }

    @Test
    void aBusyPortIsOneSentence() {
        UncheckedIOException busy = assertThrows(UncheckedIOException.class,
                () -> BootServer.start(bench.provisioner, _ -> Optional.empty(), _ -> Optional.empty(),
                        records::add));
        assertTrue(busy.getMessage().startsWith("cannot listen on TCP 127.0.0.1:" + port + ": "), busy.getMessage());
    }

    private String token = "";

    /** A machine in its agent, before it uploads. */
    private Agent agent() {
        token = Bench.token(bench.ask(ONE, bench.freshBoot()));
        return bench.provisioner.agent(token).orElseThrow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30));
    }

    private HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> file(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(),
                BodyHandlers.ofByteArray());
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

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpExchangeRecord nextRecord(String path) throws InterruptedException {
        while (true) {
            HttpExchangeRecord record = records.poll(20, TimeUnit.SECONDS);
            assertTrue(record != null, "no record of " + path);
            if (record.path().equals(path)) {
                return record;
            }
        }
    }

    private long storedFiles() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("state/fingerprints"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static String run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (java.io.IOException e) {
            throw new AssertionError("this test needs the Debian package "
                    + (command[0].equals("busybox") ? "busybox" : command[0]), e);
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), String.join(" ", command) + "\n" + out);
        return out;
    }
}
