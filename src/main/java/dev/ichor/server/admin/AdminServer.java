package dev.ichor.server.admin;

import dev.ichor.provisioner.Machines;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.RequestLimitingHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin plane's listener. Made, started and stopped once, by one thread. */
public final class AdminServer {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS = 8;
    private static final int WAITING = 64;
    private static final int BUFFER = 4 << 10;
    private static final int IDLE_MILLIS = 60_000;
    private static final int PARSE_MILLIS = 10_000;

    private final AdminSettings settings;
    private final GracefulShutdownHandler graceful;
    private final Undertow server;

    public AdminServer(AdminSettings settings, Machines machines, Flights flights, InstantSource clock) {
        this.settings = settings;
        HttpHandler routes = new AdminRoutes(settings, machines, flights, clock).handler();
        HttpHandler worked = new RequestLimitingHandler(THREADS, WAITING, new BlockingHandler(Answers.guarded(routes)));
        this.graceful = new GracefulShutdownHandler(new HostGuard(worked));
        this.server = Undertow.builder()
                .addHttpListener(settings.port(), settings.address().toString())
                .setIoThreads(1).setWorkerThreads(THREADS).setBufferSize(BUFFER).setDirectBuffers(false)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) AdminRoutes.BODY_LIMIT)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 << 10)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, 32)
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

    /** Refuses new requests, lets running ones end for at most {@code grace}, and closes the port. */
    public void stop(Duration grace) {
        graceful.shutdown();
        try {
            graceful.awaitShutdown(grace.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
        LOG.info("admin-stopped");
    }
}
