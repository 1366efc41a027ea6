package dev.ichor.server.admin.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.provisioner.access.Access;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.access.Tokens;
import dev.ichor.server.admin.Answers;
import dev.ichor.server.admin.tls.AdminCertificate;
import dev.ichor.server.admin.tls.OwnCertificate;
import dev.ichor.store.Database;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xnio.Options;
import org.xnio.Sequence;

/** The guard over real HTTPS, with the appliance's own certificate, tokens and repeats. */
@Timeout(60)
class GuardTest {
    private static final GuardLimits LIMITS = new GuardLimits(new GuardLimits.Rate(1, 50), new GuardLimits.Rate(1, 200),
            10, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1), 100, 1024);

    @TempDir
    Path state;
    private volatile Instant now = Instant.now();
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch slowBegan = new CountDownLatch(1);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private Database database;
    private Access access;
    private Undertow server;
    private HttpClient client;
    private String admin;

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
            Answers.send(exchange, 200, "text/plain", caller.name() + " " + caller.role().label() + " " + caller.from());
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

    private URI at(String path) {
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        return URI.create("https://localhost:" + port + path);
    }

    private HttpResponse<String> get(String path, String... authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        for (String one : authorization) {
            request.header("Authorization", one);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest post(String path, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + admin)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return (key == null ? request : request.header("Idempotency-Key", key)).build();
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String token(Role role) {
        return access.tokens().create(role.label(), role, Optional.empty(), Caller.APPLIANCE).secret();
    }

    private String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "-w", " %{http_code}"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void curlTrustsTheCertificateOfTheStateFolderAndNoOther() throws Exception {
        String ca = state.resolve("admin/cert.pem").toString();
        String header = "Authorization: Bearer " + admin;
        for (String host : List.of("localhost", "127.0.0.1")) {
            String url = at("/viewer").toString().replace("localhost", host);
            assertEquals("first admin 127.0.0.1\n 200", curl("--cacert", ca, "-H", header, url));
            assertEquals("first admin 127.0.0.1\n 200", curl("--cacert", ca, "--tls-max", "1.2", "-H", header, url));
            assertTrue(curl("--cacert", ca, "--tls-max", "1.1", "-H", header, url).endsWith(" 000"), "TLS 1.1");
            assertTrue(curl("-H", header, url).contains("curl: (60)"), "a certificate that nobody trusts");
        }
    }

    @Test
    void whateverIsWrongWithATokenTheAnswerIsTheSame() throws Exception {
        Tokens tokens = access.tokens();
        Tokens.Fresh revoked = tokens.create("revoked", Role.ADMIN, Optional.empty(), Caller.APPLIANCE);
        tokens.revoke(revoked.token().id(), Caller.APPLIANCE);
        Tokens.Fresh expired = tokens.create("expired", Role.ADMIN, Optional.of(Duration.ofMillis(1)), Caller.APPLIANCE);
        now = now.plusSeconds(1);
        Set<String> bodies = new HashSet<>();
        String[][] table = {{}, {"Bearer"}, {"Bearer "}, {"Basic " + admin}, {admin}, {"Bearer x" + admin},
            {"Bearer " + revoked.secret()}, {"Bearer " + expired.secret()}, {"Bearer " + admin, "Bearer " + admin},
            {"Bearer " + admin.substring(0, 59)}};
        for (String[] headers : table) {
            HttpResponse<String> answer = get("/viewer", headers);
            assertEquals(401, answer.statusCode(), String.join(" + ", headers));
            assertEquals("Bearer realm=\"ichor\"", answer.headers().firstValue("WWW-Authenticate").orElseThrow());
            assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElseThrow());
            bodies.add(answer.body());
        }
        assertEquals(1, bodies.size(), bodies.toString());
        assertEquals(200, get("/viewer", "bearer   " + admin).statusCode(), "nine wrong ones lock nobody out");
    }

    @Test
    void eachRoleMayDoWhatThoseBeforeItMay() throws Exception {
        for (Role role : Role.values()) {
            String secret = token(role);
            for (Role needed : Role.values()) {
                HttpResponse<String> answer = get("/" + needed.label(), "Bearer " + secret);
                assertEquals(role.ordinal() >= needed.ordinal() ? 200 : 403, answer.statusCode());
                assertTrue(answer.statusCode() == 200 || answer.body().contains("role " + needed.label()),
                        answer.body());
            }
        }
    }

    @Test
    void tenWrongTokensLockTheAddressOutEvenTheLoopback() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertEquals(401, get("/viewer").statusCode(), "no token is no wrong token");
        }
        for (int i = 0; i < 10; i++) {
            assertEquals(401, get("/viewer", "Bearer wrong" + i).statusCode());
        }
        HttpResponse<String> locked = get("/viewer", "Bearer " + admin);
        assertEquals(429, locked.statusCode());
        assertEquals("300", locked.headers().firstValue("Retry-After").orElseThrow());
        now = now.plusSeconds(299);
        assertEquals(429, get("/viewer", "Bearer " + admin).statusCode());
        now = now.plusSeconds(1);
        assertEquals(200, get("/viewer", "Bearer " + admin).statusCode());
    }

    @Test
    void aTokenAndAnAddressMayAskOnlySoOften() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertEquals(200, get("/viewer", "Bearer " + admin).statusCode());
        }
        HttpResponse<String> slow = get("/viewer", "Bearer " + admin);
        assertEquals(429, slow.statusCode());
        assertEquals("1", slow.headers().firstValue("Retry-After").orElseThrow());
        String other = token(Role.VIEWER);
        assertEquals(200, get("/viewer", "Bearer " + other).statusCode(), "another token");
        now = now.plusSeconds(1);
        assertEquals(200, get("/viewer", "Bearer " + admin).statusCode());
        int refused = 0;
        for (int i = 0; i < 160; i++) {
            refused += get("/viewer").statusCode() == 429 ? 1 : 0;
        }
        assertTrue(refused > 0, "another token, but the same address");
    }

    @Test
    void aRevokedTokenIsRefusedAtOnce() throws Exception {
        Tokens.Fresh fresh = access.tokens().create("gone", Role.VIEWER, Optional.empty(), Caller.APPLIANCE);
        assertEquals(200, get("/viewer", "Bearer " + fresh.secret()).statusCode());
        access.tokens().revoke(fresh.token().id(), Caller.APPLIANCE);
        assertEquals(401, get("/viewer", "Bearer " + fresh.secret()).statusCode());
    }

    @Test
    void aRepeatedRequestIsDoneOnceAndAnsweredTheSame() throws Exception {
        HttpResponse<String> first = send(post("/make?a=1", "key-1", "body"));
        HttpResponse<String> second = send(post("/make?a=1", "key-1", "body"));
        assertEquals(201, first.statusCode());
        assertEquals(List.of(first.statusCode(), first.body(), first.headers().firstValue("Content-Type")),
                List.of(second.statusCode(), second.body(), second.headers().firstValue("Content-Type")));
        assertEquals(Optional.empty(), first.headers().firstValue("Idempotent-Replayed"));
        assertEquals(Optional.of("true"), second.headers().firstValue("Idempotent-Replayed"));
        assertEquals(1, done.get());
        assertEquals(422, send(post("/make?a=1", "key-1", "other")).statusCode(), "another body");
        assertEquals(422, send(post("/make?a=2", "key-1", "body")).statusCode(), "another query");
        assertEquals(422, send(post("/other?a=1", "key-1", "body")).statusCode(), "another path");
        assertEquals(1, done.get());
        assertEquals(201, send(post("/make?a=1", null, "body")).statusCode(), "no key");
        assertEquals(2, done.get());
    }

    @Test
    void aRefusedRequestLeavesItsKeyFreeAndAnUnexpectedErrorDoesNot() throws Exception {
        assertEquals(422, send(post("/make", "k", "refuse")).statusCode());
        assertEquals(201, send(post("/make", "k", "body")).statusCode());
        assertEquals(500, send(post("/make", "f", "fail")).statusCode());
        HttpResponse<String> again = send(post("/make", "f", "fail"));
        assertEquals(409, again.statusCode());
        assertTrue(again.body().contains("Look whether it was done"), again.body());
    }

    @Test
    void whileItIsBeingDoneTheSecondIsTurnedAway() throws Exception {
        CompletableFuture<HttpResponse<String>> first = client.sendAsync(post("/make", "k", "slow"),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(slowBegan.await(30, TimeUnit.SECONDS));
        assertEquals(409, send(post("/make", "k", "slow")).statusCode());
        slowMayEnd.countDown();
        assertEquals(201, first.get(30, TimeUnit.SECONDS).statusCode());
        assertEquals(201, send(post("/make", "k", "slow")).statusCode());
        assertEquals(1, done.get());
    }

    @Test
    void anAnswerWithASecretIsNotKept() throws Exception {
        HttpResponse<String> first = send(post("/make", "k", "secret"));
        HttpResponse<String> second = send(post("/make", "k", "secret"));
        assertEquals(201, first.statusCode());
        assertEquals(409, second.statusCode());
        assertNotEquals(first.body(), second.body());
        assertTrue(second.body().contains("shown only once"), second.body());
        assertFalse(second.body().contains("\"n\""), second.body());
        assertEquals(1, done.get());
    }

    @Test
    void badKeysAndLongBodiesAreRefusedBeforeAnythingIsDone() throws Exception {
        for (String key : List.of("", "a b", "x".repeat(256), "t\tab")) {
            assertEquals(400, send(post("/make", key, "body")).statusCode(), key);
        }
        assertEquals(413, send(post("/make", "k", "x".repeat(1025))).statusCode());
        assertEquals(0, done.get());
        assertEquals(201, send(post("/make", "x".repeat(255), "x".repeat(1024))).statusCode());
    }
}
