package dev.ichor.server.boot;

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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BootServerTest extends BootServerBed {
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

    private HttpResponse<byte[]> file(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(),
                BodyHandlers.ofByteArray());
    }
}
