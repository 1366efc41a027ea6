package dev.ichor.server.admin;

import dev.ichor.server.admin.guard.Guard;
import dev.ichor.server.admin.http.Body;
import dev.ichor.server.admin.http.Router;
import dev.ichor.server.admin.metrics.Metrics;
import dev.ichor.server.admin.routes.Table;
import dev.ichor.server.admin.stream.EventStreams;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.RequestLimit;
import io.undertow.server.handlers.RequestLimitingHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;
import org.xnio.Sequence;

/** The admin plane's listener. Made, started and stopped once, by one thread. */
public final class AdminServer {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS = 8;
    private static final int WAITING = 64;
    /** Those that begin an event stream. */
    private static final int STREAM_THREADS = 2;
    private static final int BUFFER = 16 << 10;
    private static final int IDLE_MILLIS = 60_000;
    private static final int PARSE_MILLIS = 10_000;

    private final AdminSettings settings;
    private final EventStreams streams;
    private final GracefulShutdownHandler graceful;
    private final Undertow server;

    /** @param metrics of the appliance; does not watch the services yet */
    public AdminServer(AdminSettings settings, Services services, Metrics metrics) {
        this.settings = settings;
        this.streams = new EventStreams(services.machines(), services.tokens(), services.clock(), settings.streams());
        metrics.watch(services);
        RequestLimit limit = new RequestLimit(THREADS, WAITING);
        Guard guard = new Guard(services.tokens(), services.repeats(), services.clock(),
                settings.guard().withBody(Body.LARGE));
        Router router = new Router(Table.of(services, streams, metrics), guard, metrics,
                handler -> new RequestLimitingHandler(limit, handler));
        this.graceful = new GracefulShutdownHandler(router);
        this.server = Undertow.builder()
                .addHttpsListener(settings.port(), settings.address().toString(), settings.tls())
                .setIoThreads(2).setWorkerThreads(THREADS + STREAM_THREADS).setBufferSize(BUFFER)
                .setDirectBuffers(false)
                .setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"))
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) Body.LARGE + 1)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 << 10)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, 128)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
                .setHandler(graceful).build();
    }

    /**
     * Binds the port and answers.
     *
     * @throws IOException with a sentence for people if the port cannot be bound
     */
    public void start() throws IOException {
        try {
            server.start();
            streams.start();
        } catch (RuntimeException e) {
            String where = settings.address() + ":" + settings.port();
            throw new IOException(e.getCause() instanceof BindException bind
                    ? "the admin plane cannot listen on " + where + " (" + bind.getMessage() + "); another program may "
                            + "hold the port, or no interface has the address" : "the admin plane cannot start on "
                            + where + ": " + e.getMessage(), e);
        }
        LOG.info("admin-ready address={} port={}", settings.address(), port());
    }

    /** The port that is bound; after {@link #start}. */
    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    /** How many event streams are open. */
    public int streams() {
        return streams.size();
    }

    /** Refuses new requests, lets running ones end for at most {@code grace}, and closes the port. */
    public void stop(Duration grace) {
        graceful.shutdown();
        streams.close();
        try {
            graceful.awaitShutdown(grace.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
        LOG.info("admin-stopped");
    }
}
