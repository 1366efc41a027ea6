package dev.ichor.assets.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Progress;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProxyTest {
    private static final byte[] BYTES = HttpTransportTest.bytes(100_000, 1);

    @TempDir
    Path temp;

    private static Want want(String uri) {
        return new Want(URI.create(uri), "thing", 1 << 20, OptionalLong.empty(), Optional.empty());
    }

    private byte[] get(HttpTransport transport, String uri) throws Exception {
        try (transport) {
            return Files.readAllBytes(transport.file(want(uri), temp, Progress.SILENT));
        }
    }

    @Test
    void plainHttpGoesThroughTheProxyOfTheSettings() throws Exception {
        try (TestSite site = new TestSite(); TestProxy proxy = new TestProxy("127.0.0.1", site.port())) {
            site.put("f", BYTES);
            FetchSettings settings = HttpTransportTest.settings()
                    .withProxy(URI.create("http://user:pass@127.0.0.1:" + proxy.port()));
            assertArrayEquals(BYTES, get(new HttpTransport(settings), "http://files.invalid/f"));
            assertEquals(List.of("GET http://files.invalid/f HTTP/1.1 Basic dXNlcjpwYXNz"), proxy.seen);
        }
    }

    @Test
    void httpsGoesThroughATunnelOfTheEnvironmentsProxy() throws Exception {
        SSLContext tls = tls();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        try (TestSite site = new TestSite(server); TestProxy proxy = new TestProxy("127.0.0.1", site.port())) {
            site.put("f", BYTES);
            FetchSettings base = HttpTransportTest.settings();
            FetchSettings settings = new FetchSettings(base.mirrors(), Optional.empty(),
                    Map.of("HTTPS_PROXY", "http://user:pass@127.0.0.1:" + proxy.port()), 2, base.connect(),
                            base.stall(),
                    base.firstPause());
            assertArrayEquals(BYTES, get(new HttpTransport(settings, Optional.of(tls)), "https://files.invalid/f"));
            assertEquals(List.of("CONNECT files.invalid:443 HTTP/1.1 Basic dXNlcjpwYXNz"), proxy.seen);
            assertEquals(List.of("GET /f"), site.requests);
        }
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused() throws Exception {
        SSLContext tls = tls();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        try (TestSite site = new TestSite(server); TestSite plain = new TestSite();
             TestProxy proxy = new TestProxy("127.0.0.1", site.port())) {
            site.redirects.put("/f", plain.put("f", BYTES).toString());
            FetchSettings settings = HttpTransportTest.settings()
                    .withProxy(URI.create("http://127.0.0.1:" + proxy.port()));
            try (HttpTransport transport = new HttpTransport(settings, Optional.of(tls))) {
                AssetsFailed failed = assertThrows(AssetsFailed.class,
                        () -> transport.file(want("https://files.invalid/f"),
                        temp, Progress.SILENT));
                assertTrue(failed.getMessage().contains("from https to http"), failed.getMessage());
            }
            assertEquals(List.of(), plain.requests);
        }
    }

    /** A certificate for files.invalid that its own client believes, made by the JDK's keytool. */
    private SSLContext tls() throws Exception {
        Path store = temp.resolve("keys.p12");
        Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias",
                "a",
                "-keyalg", "EC", "-dname", "CN=files.invalid", "-ext", "san=dns:files.invalid", "-validity", "2",
                "-storetype", "PKCS12", "-storepass", "secret", "-keystore", store.toString()).redirectErrorStream(true)
                .redirectOutput(temp.resolve("keytool.log").toFile()).start();
        assertTrue(keytool.waitFor(30, TimeUnit.SECONDS) && keytool.exitValue() == 0, "keytool failed");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, "secret".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            https_proxy=http://p:3128                          | https://github.com/x  | http://p:3128
            HTTPS_PROXY=http://p:3128                          | https://github.com/x  | http://p:3128
            https_proxy=p:3128                                 | https://github.com/x  | http://p:3128
            http_proxy=http://p:3128                           | https://github.com/x  | -
            http_proxy=http://p:3128                           | http://github.com/x   | http://p:3128
            ALL_PROXY=http://p:3128                            | http://github.com/x   | http://p:3128
            https_proxy=http://p:3128 no_proxy=github.com      | https://github.com/x  | -
            https_proxy=http://p:3128 no_proxy=.github.com     | https://a.github.com/ | -
            https_proxy=http://p:3128 NO_PROXY=hub.com,x       | https://github.com/x  | http://p:3128
            https_proxy=http://p:3128 no_proxy=*               | https://github.com/x  | -
            https_proxy=http://p:3128 no_proxy=github.com:443  | https://github.com/x  | -
            https_proxy=socks5://p:1080                        | https://github.com/x  | -
            a=b                                                | https://github.com/x  | -
            """)
    void theUsualVariablesAreUnderstood(String variables, String uri, String proxy) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.strip().split(" ")) {
            environment.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
        }
        assertEquals(Optional.ofNullable(proxy).map(URI::create),
                new Proxies(Optional.empty(), environment).of(URI.create(uri.strip())));
    }
}
