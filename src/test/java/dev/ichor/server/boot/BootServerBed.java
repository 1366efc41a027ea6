package dev.ichor.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Bench.Box;
import java.io.InputStream;
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
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A boot server on loopback with a few files, and what its tests ask of it. */
abstract class BootServerBed {
    static final Box ONE = Box.of("11111111-2222-3333-4444-555555555501", "S1", "52:54:00:00:00:01");

    @TempDir
    Path folder;
    final byte[] bytes = new byte[10_000_001];
    final BlockingQueue<HttpExchangeRecord> records = new LinkedBlockingQueue<>();
    final Map<Ipv4, Mac> owners = new ConcurrentHashMap<>();
    HttpClient client;
    Bench bench;
    BootServer server;
    int port;
    String url;

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

    String token = "";

    /** A machine in its agent, before it uploads. */
    Agent agent() {
        token = Bench.token(bench.ask(ONE, bench.freshBoot()));
        return bench.provisioner.agent(token).orElseThrow();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30));
    }

    HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    HttpExchangeRecord nextRecord(String path) throws InterruptedException {
        while (true) {
            HttpExchangeRecord record = records.poll(20, TimeUnit.SECONDS);
            assertTrue(record != null, "no record of " + path);
            if (record.path().equals(path)) {
                return record;
            }
        }
    }

    static String run(String... command) throws Exception {
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
