package dev.ichor.server.admin.guard;

import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.access.Repeats;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.access.Tokens;
import dev.ichor.server.admin.Answers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request through to a route if its token may do what the route does. In this order: 429 for an address that
 * asks too often, 429 or 401 without a good token (one text for whatever is wrong with it; 429 for an address that is
 * locked out), 429 for a token that asks too often, 403 that names the role that is needed. A good token passes a
 * lock-out: nobody guesses one, and a script with an old token must not lock the person beside it out.
 *
 * <p>Thread-safe.
 */
public final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final AttachmentKey<Caller> CALLER = AttachmentKey.create(Caller.class);
    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;
    private final InstantSource clock;
    private final Buckets byToken;
    private final Buckets bySource;
    private final LockOuts lockOuts;
    private final Idempotent idempotent;

    public Guard(Tokens tokens, Repeats repeats, InstantSource clock, GuardLimits limits) {
        this.tokens = tokens;
        this.clock = clock;
        this.byToken = new Buckets(limits.token(), limits.sources());
        this.bySource = new Buckets(limits.source(), limits.sources());
        this.lockOuts = new LockOuts(limits);
        this.idempotent = new Idempotent(repeats, limits.body());
    }

    /** A route that needs a role. Does not block: {@code next} runs on the thread that asked. */
    public HttpHandler protect(Role needed, HttpHandler next) {
        return exchange -> {
            Optional<Caller> caller = admit(exchange, needed);
            if (caller.isPresent()) {
                exchange.putAttachment(CALLER, caller.get());
                next.handleRequest(exchange);
            }
        };
    }

    /**
     * A route that changes something and that may carry an {@code Idempotency-Key}: the second request with that key
     * gets the answer of the first. Needs a worker thread with a started blocking exchange. The answer must go through
     * {@link Answers#send}.
     */
    public HttpHandler post(Role needed, HttpHandler next) {
        return protect(needed, idempotent.around(next));
    }

    /** Whose request it is. */
    public static Caller caller(HttpServerExchange exchange) {
        Caller caller = exchange.getAttachment(CALLER);
        if (caller == null) {
            throw new IllegalStateException("the route " + exchange.getRelativePath() + " is not guarded");
        }
        return caller;
    }

    /**
     * The body of a request that went through {@link #post}.
     *
     * @throws IllegalStateException if it did not
     */
    public static byte[] body(HttpServerExchange exchange) {
        return Idempotent.body(exchange);
    }

    /**
     * The answer of this request holds a secret: it is sent, but not kept for a repetition, which is told only that the
     * thing was done.
     */
    public static void answerIsSecret(HttpServerExchange exchange) {
        Idempotent.answerIsSecret(exchange);
    }

    private Optional<Caller> admit(HttpServerExchange exchange, Role needed) throws IOException {
        InetAddress from = exchange.getSourceAddress().getAddress();
        String source = Sources.key(from);
        Instant now = clock.instant();
        Optional<Duration> wait = bySource.take(source, now);
        if (wait.isPresent()) {
            later(exchange, wait.get(), "Your address asks too often. Wait, then ask less often.");
            return Optional.empty();
        }
        Optional<String> secret = secret(exchange);
        Optional<Caller> caller = secret.flatMap(s -> tokens.authenticate(s, from.getHostAddress()));
        if (caller.isEmpty()) {
            refuse(exchange, source, now);
            return Optional.empty();
        }
        return allowed(exchange, caller.get(), needed, now);
    }

    /** What is wrong counts in a lock-out too. */
    private void refuse(HttpServerExchange exchange, String source, Instant now) {
        Optional<Duration> locked = lockOuts.locked(source, now);
        Optional<Instant> until = exchange.getRequestHeaders().contains(Headers.AUTHORIZATION)
                ? lockOuts.bad(source, now) : Optional.empty();
        if (locked.isPresent()) {
            later(exchange, lockOuts.locked(source, now).orElse(locked.get()),
                    "Too many wrong tokens came from your address. Send a good one, or wait.");
            return;
        }
        until.ifPresent(end -> LOG.warn("admin-locked-out source={} until={}", source, end));
        exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer realm=\"ichor\"");
        Answers.problem(exchange, StatusCodes.UNAUTHORIZED, "Send a token that lives, as 'Authorization: Bearer "
                + "ichor_…'. An admin makes one with `ichor tokens create`; who has none left stops the "
                + "appliance and runs `ichor tokens recover`.");
    }

    private Optional<Caller> allowed(HttpServerExchange exchange, Caller caller, Role needed, Instant now) {
        Optional<Duration> wait = byToken.take(caller.token(), now);
        if (wait.isPresent()) {
            later(exchange, wait.get(), "This token asks too often. Wait, then ask less often.");
            return Optional.empty();
        }
        if (!caller.role().mayDo(needed)) {
            Answers.problem(exchange, StatusCodes.FORBIDDEN, "This needs the role " + needed.label()
                    + "; the token '" + caller.name() + "' has the role " + caller.role().label() + ".");
            return Optional.empty();
        }
        return Optional.of(caller);
    }

    /** The one bearer token; empty if there is none, several, or another scheme. */
    private static Optional<String> secret(HttpServerExchange exchange) {
        var all = exchange.getRequestHeaders().get(Headers.AUTHORIZATION);
        if (all == null || all.size() != 1 || !all.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(all.getFirst().substring(SCHEME.length()).strip());
    }

    private static void later(HttpServerExchange exchange, Duration wait, String detail) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, Long.toString(seconds));
        Answers.problem(exchange, StatusCodes.TOO_MANY_REQUESTS, detail);
    }
}
