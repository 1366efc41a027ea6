package dev.ichor.server.admin.stream;

import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.access.Tokens;
import dev.ichor.server.admin.guard.Guard;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event stream. One thread reads new events and hands them to all streams; a stream gets more only when it has
 * taken what it was given, and one that takes nothing for too long is ended, so a slow client costs a bounded amount.
 * Thread-safe.
 */
public final class EventStreams implements HttpHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final int BATCH = 100;
    /** Bursts of events are read together. */
    private static final long GATHER_MILLIS = 20;
    private static final HttpString LAST_EVENT_ID = HttpString.tryFromString("Last-Event-ID");

    private final Machines machines;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Limits limits;
    private final Semaphore places;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Semaphore news = new Semaphore(0);
    private final Thread pump = Thread.ofPlatform().daemon().name("event-streams").unstarted(this::run);
    private Machines.Subscription subscription;
    private volatile boolean closed;

    /**
     * @param streams   at once
     * @param heartbeat between comments that show that the connection lives
     * @param slow      how long a client may take for what it was given
     * @param check     between looks whether the tokens still live
     */
    public record Limits(int streams, Duration heartbeat, Duration slow, Duration check) {
        public static final Limits DEFAULT = new Limits(64, Duration.ofSeconds(15), Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }

    public EventStreams(Machines machines, Tokens tokens, InstantSource clock, Limits limits) {
        this.machines = machines;
        this.tokens = tokens;
        this.clock = clock;
        this.limits = limits;
        this.places = new Semaphore(limits.streams());
    }

    public void start() {
        subscription = machines.subscribe(news::release);
        pump.start();
    }

    /** How many streams are open. */
    public int size() {
        return open.size();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        long after = after(exchange);
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream; charset=UTF-8");
            exchange.endExchange();
            return;
        }
        if (closed || !places.tryAcquire()) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "30");
            throw new Refused(ProblemKind.UNAVAILABLE, limits.streams() + " event streams are open already. Close one, "
                    + "or ask /api/v1/events now and then.");
        }
        EventStream stream = new EventStream(Guard.caller(exchange).token(), after, news::release);
        exchange.getConnection().addCloseListener(connection -> {
            if (stream.leave()) {
                open.remove(stream);
                places.release();
            }
        });
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        new ServerSentEventHandler((connection, lastEventId) -> {
            connection.setKeepAliveTime(limits.heartbeat().toMillis());
            stream.connected(connection);
            open.add(stream);
            if (stream.isGone() || closed) {
                open.remove(stream);
                stream.end();
            }
            news.release();
        }).handleRequest(exchange);
    }

    /** What a client has already; one that does not say gets what comes. */
    private long after(HttpServerExchange exchange) {
        Optional<String> last = Optional.ofNullable(exchange.getRequestHeaders().getFirst(LAST_EVENT_ID))
                .filter(text -> !text.isBlank());
        Optional<String> asked = last.or(() -> Optional.ofNullable(exchange.getQueryParameters().get("after"))
                .map(java.util.Deque::getFirst));
        if (asked.isPresent() && !asked.get().matches("[0-9]{1,18}")) {
            throw new Refused(ProblemKind.MALFORMED, "Last-Event-ID: expected the sequence number of an event.");
        }
        return asked.map(Long::parseLong).orElseGet(machines::lastEvent);
    }

    private void run() {
        Instant checked = clock.instant();
        while (!closed) {
            try {
                news.tryAcquire(1, TimeUnit.SECONDS);
                Thread.sleep(GATHER_MILLIS);
                news.drainPermits();
                feedAll();
                if (!open.isEmpty() && !clock.instant().isBefore(checked.plus(limits.check()))) {
                    checked = clock.instant();
                    endRevoked(checked);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("event-streams-failed", e);
            }
        }
    }

    private void feedAll() {
        Map<Long, List<Machines.Event>> read = new HashMap<>();
        for (EventStream stream : open) {
            if (stream.isSlow(limits.slow())) {
                LOG.warn("event-stream-dropped token={} why=slow", stream.token());
                stream.end();
            } else if (stream.isReady()) {
                stream.send(read.computeIfAbsent(stream.after(),
                        after -> machines.events(Optional.empty(), after, BATCH)));
            }
        }
    }

    private void endRevoked(Instant now) {
        Set<String> living = tokens.list().stream().filter(token -> token.revoked().isEmpty()
                && token.expires().map(now::isBefore).orElse(true)).map(Tokens.Token::id).collect(Collectors.toSet());
        open.stream().filter(stream -> !living.contains(stream.token())).forEach(EventStream::end);
    }

    /** Ends all streams. */
    @Override
    public void close() {
        closed = true;
        if (subscription != null) {
            subscription.close();
        }
        pump.interrupt();
        open.forEach(EventStream::end);
    }
}
