package dev.ichor.server.admin.guard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.provisioner.access.Access;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Answers;
import dev.ichor.server.tls.AdminCertificate;
import dev.ichor.server.tls.OwnCertificate;
import dev.ichor.store.Database;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xnio.Options;
import org.xnio.Sequence;

/** A small admin plane over real HTTPS, with the appliance's own certificate, tokens and repeats. */
abstract class GuardedServer {
    private static final GuardLimits LIMITS = new GuardLimits(new GuardLimits.Rate(1, 50), new GuardLimits.Rate(1, 200),
            10, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1), 100, 1024);

    @TempDir
    Path state;
    volatile Instant now = Instant.now();
    final AtomicInteger done = new AtomicInteger();
    final CountDownLatch slowBegan = new CountDownLatch(1);
    final CountDownLatch slowMayEnd = new CountDownLatch(1);
    Database database;
    Access access;
    Undertow server;
    HttpClient client;
    String admin;

    @BeforeEach
    void start() throws Exception {
        database = Database.open(state);
        access = new Access(database, () -> now);
        admin = access.tokens().first().orElseThrow().secret();
        AdminCertificate certificate = OwnCertificate.of(state, List.of(), "rack-7", now);
        Guard guard = new Guard(access.tokens(), access.repeats(), () -> now, LIMITS);
        server = Undertow.builder().addHttpsListener(0, "127.0.0.1", certificate.context()).setIoThreads(1)
                .setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of(AdminCertificate.PROTOCOLS))
                .setHandler(new BlockingHandler(routes(guard))).build();
        server.start();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", certificate.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        client = HttpClient.newBuilder().sslContext(context).build();
    }

    private HttpHandler routes(Guard guard) {
        HttpHandler who = exchange -> {
            Caller caller = Guard.caller(exchange);
            Answers.send(exchange, 200, "text/plain", caller.name() + " " + caller.role().label() + " "
                    + caller.from());
        };
        HttpHandler make = exchange -> {
            String body = new String(Guard.body(exchange), StandardCharsets.UTF_8);
            int number = done.incrementAndGet();
            if (body.equals("slow")) {
                slowBegan.countDown();
                assertTrue(slowMayEnd.await(30, TimeUnit.SECONDS));
            }
            if (body.equals("secret")) {
                Guard.answerIsSecret(exchange);
            }
            switch (body) {
                case "refuse" -> Answers.problem(exchange, 422, "no");
                case "fail" -> Answers.problem(exchange, 500, "oops");
                default -> Answers.send(exchange, 201, "application/json", "{\"n\":" + number + "}");
            }
        };
        return exchange -> (switch (exchange.getRequestPath()) {
            case "/viewer" -> guard.protect(Role.VIEWER, who);
            case "/operator" -> guard.protect(Role.OPERATOR, who);
            case "/admin" -> guard.protect(Role.ADMIN, who);
            default -> guard.post(Role.OPERATOR, make);
        }).handleRequest(exchange);
    }

    @AfterEach
    void stop() {
        slowMayEnd.countDown();
        client.close();
        server.stop();
        access.close();
        database.close();
    }

    URI at(String path) {
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        return URI.create("https://localhost:" + port + path);
    }

    HttpResponse<String> get(String path, String... authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        for (String one : authorization) {
            request.header("Authorization", one);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest post(String path, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + admin)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return (key == null ? request : request.header("Idempotency-Key", key)).build();
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
