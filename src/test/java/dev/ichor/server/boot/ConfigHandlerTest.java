package dev.ichor.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.TalosKit;
import java.io.ByteArrayOutputStream;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way over the boot plane: fingerprint, arm, script, fetch, fetch again, refused. */
@Timeout(60)
class ConfigHandlerTest {
    @TempDir
    Path folder;
    private final BlockingQueue<HttpExchangeRecord> records = new LinkedBlockingQueue<>();
    private final Metal metal = Metal.blank(1);
    private Bench bench;
    private BootServer server;
    private HttpClient client;
    private String url;
    private int port;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        bench = new Bench(folder, port, Set.of(Arch.X86_64));
        server = BootServer.start(bench.provisioner, name -> Optional.of(new BootAsset(name, folder.resolve("none"), 1,
                Sha256.of(name.getBytes(StandardCharsets.UTF_8)), "application/octet-stream")),
                address -> Optional.empty(), records::add);
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        metal.boot(bench);
        assertInstanceOf(Outcome.Done.class, bench.provisioner.arming().arm(metal.id(bench), new Wish(
                Arm.Purpose.INSTALL, List.of(), metal.view(bench).machine().evidence().fingerprint(),
                Duration.ofMinutes(30), List.of()), Bench.ANN));
        metal.boot(bench);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        bench.close();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    /** The path of the ticket in the script that the machine is given. */
    private String path() throws Exception {
        String script = send("GET", "/boot/next.ipxe?" + metal.box.query(bench.freshBoot())).body();
        assertTrue(script.contains("/assets/talos/v1.11.3/default/vmlinuz-amd64 initrd=initramfs-amd64.xz "), script);
        assertTrue(script.contains(" talos.platform=metal ") && script.contains(" talos.config=" + url + "/talos/m-"),
                script);
        return script.replaceAll("(?s).*talos.config=" + url + "(\\S+) .*", "$1");
    }

    @Test
    void aMachineGetsItsConfigurationOnceAndNobodyElseAnything() throws Exception {
        String path = path();
        HttpResponse<String> head = send("HEAD", path);
        assertEquals(200, head.statusCode());
        assertInstanceOf(Stage.Armed.class, metal.view(bench).machine().stage());
        HttpResponse<String> got = send("GET", path);
        assertEquals(200, got.statusCode());
        assertEquals("application/yaml", got.headers().firstValue("content-type").orElse(""));
        assertEquals("no-store", got.headers().firstValue("cache-control").orElse(""));
        assertEquals(got.headers().firstValue("content-length"), head.headers().firstValue("content-length"));
        assertTrue(got.body().contains(TalosKit.SECRET));
        assertInstanceOf(Stage.Installing.class, metal.view(bench).machine().stage());
        assertEquals(got.body(), send("GET", path).body());
        bench.kit.neighbours.put(new Ipv4(0x7F000001), dev.ichor.machine.Samples.mac("52:54:00:99:99:99"));
        nothing("other-machine", path);
        bench.kit.neighbours.clear();
        bench.pass(Duration.ofMinutes(3));
        nothing("used", path);
        assertEquals(404, send("HEAD", path).statusCode());
        nothing("unknown", "/talos/");
        nothing("unknown", "/talos/x");
        nothing("unknown", path.substring(0, path.length() - 3));
        assertEquals(405, send("POST", path).statusCode());
    }

    private void nothing(String code, String path) throws Exception {
        HttpResponse<String> answer = send("GET", path);
        assertEquals("404 this ticket gives nothing\n", answer.statusCode() + " " + answer.body());
        assertEquals(code, bench.provisioner.talos().installs().refusals(Optional.empty(), 1).getFirst().code());
    }

    @Test
    void anAgentThatIsToRestartMayStartTalosAtOnce() throws Exception {
        Metal other = Metal.blank(2);
        String token = Bench.token(bench.ask(other.box, bench.freshBoot()));
        Agent agent = bench.provisioner.agent(token).orElseThrow();
        other.read(bench, agent);
        assertEquals(404, install(token).statusCode(), "it is not armed");
        bench.provisioner.arming().arm(other.id(bench), new Wish(Arm.Purpose.INSTALL, List.of(),
                other.view(bench).machine().evidence().fingerprint(), Duration.ofMinutes(30), List.of()), Bench.ANN);
        assertEquals(404, install(token).statusCode(), "it is not looked at since");
        other.read(bench, agent);
        HttpResponse<String> answer = install(token);
        List<String> lines = answer.body().lines().toList();
        String kernel = "talos/v1.11.3/default/vmlinuz-amd64";
        assertEquals("kernel /assets/" + kernel + " " + Sha256.of(kernel.getBytes(StandardCharsets.UTF_8)),
                lines.get(0));
        assertTrue(lines.get(1).startsWith("initrd /assets/talos/v1.11.3/default/initramfs-amd64.xz "), lines.get(1));
        assertTrue(lines.get(2).startsWith("command talos.platform=metal "), lines.get(2));
        assertEquals(3, lines.size());
        bench.kit.missing.add(kernel);
        assertEquals(404, install(token).statusCode(), "there is no Talos");
        bench.kit.missing.clear();
        String path = lines.get(2).replaceAll(".* talos.config=" + url, "");
        assertTrue(send("GET", path).body().contains(TalosKit.SECRET));
        assertInstanceOf(Stage.Installing.class, other.view(bench).machine().stage());
        assertEquals(404, install(token).statusCode(), "it has begun");
        assertEquals("boot-disk", bench.ask(other.box, bench.freshBoot()).step().label());
        assertEquals(401, send("GET", "/agent/install").statusCode());
    }

    private HttpResponse<String> install(String token) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url + "/agent/install")).timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
    }

    @Test
    void aConnectionThatIsCutMayAskAgain() throws Exception {
        String path = path();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            socket.setSoLinger(true, 0);
        }
        assertTrue(send("GET", path).body().contains(TalosKit.SECRET));
        assertFalse(raw(path).contains("Transfer-Encoding"), "firmware and old clients wait for the ends of chunks");
    }

    private String raw(String path) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void noTicketAndNoConfigurationIsLoggedOrRecorded() throws Exception {
        StringBuffer log = new StringBuffer();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord record) {
                log.append(record.getMessage()).append(List.of(Optional.ofNullable(record.getParameters())
                        .map(List::of).orElse(List.of()))).append('\n');
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        Logger.getLogger("dev.ichor").addHandler(listener);
        String path;
        try {
            path = path();
            send("GET", path);
            send("POST", path);
            send("GET", path + "x");
            send("GET", path + ".ipxe");
        } finally {
            Logger.getLogger("dev.ichor").removeHandler(listener);
        }
        String ticket = path.substring("/talos/".length());
        assertTrue(log.indexOf("ticket-refused") >= 0, "the log is heard");
        StringBuilder all = new StringBuilder(log);
        for (int seen = 0; seen < 5;) {
            HttpExchangeRecord record = records.poll(20, TimeUnit.SECONDS);
            assertTrue(record != null, "no record");
            all.append(record).append('\n');
            seen++;
        }
        assertTrue(all.indexOf("/talos/(secret)") >= 0, () -> all + "");
        assertFalse(all.indexOf(ticket) >= 0, "a ticket is recorded");
        assertFalse(all.indexOf(TalosKit.SECRET) >= 0, "a configuration is recorded");
    }
}
