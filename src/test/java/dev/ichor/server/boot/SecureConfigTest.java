package dev.ichor.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.TalosKit;
import dev.ichor.provisioner.talos.TalosParts;
import dev.ichor.server.tls.BootAuthority;
import dev.ichor.talos.boot.EarlyConfig;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A configuration by HTTPS, for those who trust what the kernel's command line says and nobody else. */
@Timeout(60)
class SecureConfigTest {
    private static final Ipv4 HERE = new Ipv4(0x7F000001);

    @TempDir
    Path folder;
    private final Metal metal = Metal.blank(1);
    private Bench bench;
    private BootServer server;
    private int port;
    private int tls;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
             ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = one.getLocalPort();
            tls = other.getLocalPort();
        }
        BootAuthority authority = BootAuthority.of(folder, Instant.now());
        bench = new Bench(folder, port, new TalosParts.Secure("https://127.0.0.1:" + tls,
                EarlyConfig.of(authority.pem())));
        server = BootServer.start(bench.provisioner, name -> Optional.of(new BootAsset(name, folder.resolve("none"), 1,
                Sha256.of(name.getBytes(StandardCharsets.UTF_8)), "application/octet-stream")),
                address -> Optional.empty(), record -> { },
                Optional.of(new BootServer.Tls(tls, authority.server(HERE))));
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        metal.boot(bench);
        assertInstanceOf(Outcome.Done.class, bench.provisioner.arming().arm(metal.id(bench), new Wish(
                Arm.Purpose.INSTALL, List.of(), metal.view(bench).machine().evidence().fingerprint(),
                Duration.ofMinutes(30), List.of()), Bench.ANN));
        metal.boot(bench);
    }

    @AfterEach
    void stop() {
        server.close();
        bench.close();
    }

    /** Trusts those roots only, and asks as Talos does. */
    private static HttpClient trusting(String pem) throws Exception {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build(),
                BodyHandlers.ofString());
    }

    private String argument(String script, String name) {
        return script.replaceAll("(?s).* " + name + "=(\\S+).*", "$1");
    }

    private String script() throws Exception {
        try (HttpClient plain = HttpClient.newHttpClient()) {
            return get(plain, "http://127.0.0.1:" + port + "/boot/next.ipxe?" + metal.box.query(bench.freshBoot()))
                    .body();
        }
    }

    /** What the frame holds is what follows its header: see the test of the early configuration. */
    private static String rootsOf(String early) {
        String text = new String(Base64.getDecoder().decode(early), StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf("-----BEGIN")).replaceAll("(?m)^ +", "");
    }

    @Test
    void whoTrustsTheEarlyRootsGetsItOnce() throws Exception {
        String script = script();
        String url = argument(script, "talos.config");
        assertTrue(url.startsWith("https://127.0.0.1:" + tls + "/talos/m-"), script);
        String early = argument(script, "talos.config.early");
        try (HttpClient client = trusting(rootsOf(early)); HttpClient stranger = HttpClient.newHttpClient()) {
            assertThrows(SSLHandshakeException.class, () -> get(stranger, url));
            assertInstanceOf(Stage.Armed.class, metal.view(bench).machine().stage(),
                    "a broken handshake spends nothing");
            HttpResponse<String> got = get(client, url);
            assertEquals(200, got.statusCode());
            assertTrue(got.body().contains(TalosKit.SECRET));
            assertEquals(got.body().getBytes(StandardCharsets.UTF_8).length,
                    got.headers().firstValueAsLong("content-length").orElse(0));
            assertTrue(got.sslSession().isPresent());
            assertInstanceOf(Stage.Installing.class, metal.view(bench).machine().stage());
            bench.pass(Duration.ofMinutes(3));
            assertEquals("404 this ticket gives nothing\n", get(client, url).statusCode() + " "
                    + get(client, url).body());
            bench.kit.neighbours.put(HERE, dev.ichor.machine.Samples.mac("52:54:00:99:99:99"));
            get(client, url);
            assertEquals("other-machine", bench.provisioner.talos().installs().refusals(Optional.empty(), 1).getFirst()
                    .code());
        }
    }

    @Test
    void nothingElseIsServedThere() throws Exception {
        try (HttpClient client = trusting(Files.readString(folder.resolve("boot/ca.pem")))) {
            for (String path : List.of("/", "/boot/next.ipxe?mac=52:54:00:00:00:01", "/assets/a", "/agent/order",
                    "/talos", "/boot/ipxe.efi", "/talosx")) {
                HttpResponse<String> answer = get(client, "https://127.0.0.1:" + tls + path);
                assertEquals("404 there is no such file here\n", answer.statusCode() + " " + answer.body(), path);
            }
        }
    }

    @Test
    void curlAndOpensslAgree() throws Exception {
        Path roots = Files.writeString(folder.resolve("roots.pem"), rootsOf(argument(script(), "talos.config.early")));
        String url = argument(script(), "talos.config");
        assertTrue(run(60, "curl", "-sS", url).startsWith("curl: (60)"), "who does not know the authority");
        assertTrue(run(0, "curl", "-sS", "--cacert", roots.toString(), url).contains(TalosKit.SECRET));
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            String said = run(0, "openssl", "s_client", "-connect", "127.0.0.1:" + tls, version, "-verify_return_error",
                    "-CAfile", roots.toString(), "-verify_ip", "127.0.0.1");
            assertTrue(said.contains("Verify return code: 0 (ok)"), said);
        }
        assertFalse(run(1, "openssl", "s_client", "-connect", "127.0.0.1:" + tls, "-verify_return_error", "-CAfile",
                roots.toString(), "-verify_ip", "127.0.0.2").contains("Verify return code: 0 (ok)"));
    }

    private static String run(int code, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(code, process.waitFor(), () -> List.of(command) + ": " + said);
        return said;
    }
}
