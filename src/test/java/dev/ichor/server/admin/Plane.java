package dev.ichor.server.admin;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.access.Access;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.api.Health;
import dev.ichor.server.admin.guard.GuardLimits;
import dev.ichor.server.admin.metrics.Metrics;
import dev.ichor.server.admin.stream.EventStreams;
import dev.ichor.server.tls.AdminCertificate;
import dev.ichor.server.tls.OwnCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An admin plane over HTTPS on the loopback, before a real database, with a token of each role. */
public final class Plane implements AutoCloseable {
    /** Bounds that no test meets by accident. */
    public static final GuardLimits WIDE = new GuardLimits(new GuardLimits.Rate(10_000, 100_000),
            new GuardLimits.Rate(10_000, 100_000), 100_000, Duration.ofMinutes(1), Duration.ofMinutes(5),
            Duration.ofHours(1), 4096, 8 << 20);
    private static final Ipv4 LOOPBACK = new Ipv4(0x7F000001);
    private static final Caller ROOT = new Caller("t-0000000000", "test", Role.ADMIN, "127.0.0.1");

    public final Bench bench;
    public final FakeTalos talos;
    public final FakeHandoffs handoffs;
    public final Access access;
    public final Services services;
    public final AdminServer server;
    public final AdminCertificate certificate;
    public final Metrics metrics = new Metrics("0.0.0-test");
    public final List<Health.Component> health = new CopyOnWriteArrayList<>(
            List.of(new Health.Component("database", "ok", "")));
    private final Map<Role, String> secrets = new EnumMap<>(Role.class);
    private final HttpClient client;

    /** An answer. */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(), List.of("")).getFirst();
        }
    }

    public Plane(Path folder) {
        this(folder, WIDE, EventStreams.Limits.DEFAULT, services -> services);
    }

    public Plane(Path folder, GuardLimits limits, EventStreams.Limits streams, UnaryOperator<Services> change) {
        this(folder, limits, streams, change, false);
    }

    /** Hand-offs are those of the bench's own desk. */
    public static Plane handingOver(Path folder) {
        return new Plane(folder, WIDE, EventStreams.Limits.DEFAULT, services -> services, true);
    }

    private Plane(Path folder, GuardLimits limits, EventStreams.Limits streams, UnaryOperator<Services> change,
                  boolean handsOver) {
        try {
            bench = new Bench(folder.resolve("state"));
            bench.now.set(Instant.now().truncatedTo(ChronoUnit.MILLIS));
            access = new Access(bench.database, Clock.systemUTC());
            for (Role role : Role.values()) {
                secrets.put(role, access.tokens().create(role.label(), role, Optional.empty(), ROOT).secret());
            }
            talos = FakeTalos.of(bench.provisioner.machines());
            handoffs = new FakeHandoffs(bench.provisioner.declarations());
            services = change.apply(new Services(bench.provisioner.machines(), bench.provisioner.arming(),
                    bench.provisioner.declarations(), FakeTalos.desk(bench.provisioner.talos(), talos),
                    handsOver ? bench.provisioner.handoff() : handoffs,
                    access.tokens(), access.repeats(), access.audit(),
                    access.webhooks(), new NoFlights(), List::of, List::of, () -> health, true, List::of,
                    Clock.systemUTC()));
            certificate = OwnCertificate.of(folder, List.of(LOOPBACK), "rack", Instant.now());
            server = new AdminServer(new AdminSettings(LOOPBACK, 0, certificate.context(), limits, streams), services,
                    metrics);
            server.start();
            client = HttpClient.newBuilder().sslContext(trusting(certificate)).version(HttpClient.Version.HTTP_1_1)
                    .build();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A flight recorder that never heard anything. */
    public static final class NoFlights implements Flights {
        @Override
        public List<Exchange> of(Collection<Mac> macs, Optional<SystemUuid> uuid, int limit) {
            return List.of();
        }

        @Override
        public long lost() {
            return 0;
        }
    }

    /** A client's side that knows only this certificate. */
    public static SSLContext trusting(AdminCertificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("plane", certificate.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String secret(Role role) {
        return secrets.get(role);
    }

    public URI uri(String path) {
        return URI.create("https://127.0.0.1:" + server.port() + path);
    }

    public HttpClient client() {
        return client;
    }

    public Answer get(String path) {
        return ask("GET", path, secret(Role.VIEWER), Map.of(), null);
    }

    /** A request with a body as JSON. */
    public Answer json(Role role, String method, String path, String body) {
        return ask(method, path, secret(role), Map.of("Content-Type", "application/json"), body);
    }

    /** @param token of the request; empty: none */
    public Answer ask(String method, String path, String token, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.stop(Duration.ofSeconds(1));
        access.close();
        bench.close();
    }
}
