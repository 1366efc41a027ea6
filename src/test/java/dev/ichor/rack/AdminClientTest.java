package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("netns")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AdminClientTest {
    private static final String PASSWORD = "only-for-this-test";

    @Test
    void theClientAsksInsideTheNamespaceWithItsTokenAndTrustsOneCertificate() throws Exception {
        try (Rack rack = Rack.open()) {
            Namespace namespace = rack.namespace("admin");
            AdminDoor door = AdminDoor.of(8081, Files.createDirectory(rack.folder().resolve("state")));
            Files.createDirectory(door.certificate().getParent());
            SSLContext own = certificate(door.certificate());
            Files.writeString(door.tokenFile(), "ichor_1_secret\n");
            serve(namespace, own);
            AdminClient admin = new AdminClient(namespace, door);
            assertEquals("GET Bearer ichor_1_secret ", admin.get("/echo").path("heard").asString());
            assertEquals(Optional.empty(), admin.find("/nothing"));
            AdminClient.Answer put = admin.ask("PUT", "/echo", "[1]", "If-Match", "\"7\"");
            assertEquals("\"7\"", put.etag());
            assertEquals("PUT Bearer ichor_1_secret [1]", put.json().path("heard").asString());
            certificate(door.certificate());
            RackFailure failure = assertThrows(RackFailure.class, () -> admin.get("/echo"));
            assertInstanceOf(SSLException.class, failure.getCause(), "another certificate is not trusted");
        }
    }

    private static void serve(Namespace namespace, SSLContext context) {
        HttpsServer server = namespace.call(() -> HttpsServer.create(new InetSocketAddress("127.0.0.1", 8081), 0));
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/nothing", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.createContext("/echo", exchange -> {
            String text = exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Authorization")
                    + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = ("{\"heard\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-Match"))
                    .ifPresent(tag -> exchange.getResponseHeaders().set("ETag", tag));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        namespace.rack().own(() -> server.stop(0));
    }

    /** Writes a new certificate for 127.0.0.1 to that file. */
    private static SSLContext certificate(Path pem) throws Exception {
        Path store = Files.createTempDirectory(pem.getParent(), "keys").resolve("keys.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> common = List.of("-alias", "k", "-keystore", store.toString(), "-storepass", PASSWORD);
        keytool(List.of(tool, "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=ichor", "-ext",
                "san=ip:127.0.0.1"), common);
        Files.deleteIfExists(pem);
        keytool(List.of(tool, "-exportcert", "-rfc", "-file", pem.toString()), common);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(List<String> first, List<String> then) {
        List<String> argv = new ArrayList<>(first);
        argv.addAll(then);
        Command.run(Duration.ofSeconds(20), argv).orFail();
    }
}
