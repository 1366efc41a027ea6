package dev.ichor.server.sink;

import dev.ichor.base.Ipv4;
import dev.ichor.provisioner.talos.NodeReports;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where Talos's {@code talos.events.sink=} and {@code EventSinkConfig} lead: plain HTTP/2, one gRPC method. */
public final class EventSink implements AutoCloseable {
    /** A node sends one event after the other. */
    private static final int CALLS_OF_ONE = 1;
    private static final int METADATA = 8 << 10;

    private final Guests guests;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean accepting = new AtomicBoolean();
    private final Server server;
    private volatile boolean closed;

    private EventSink(InetSocketAddress address, NodeReports reports, Guests.Limits limits) throws IOException {
        this.guests = new Guests(limits);
        this.server = OkHttpServerBuilder.forPort(address, InsecureServerCredentials.create())
                .socketFactory(new GuardedSockets(guests)).transportExecutor(this::run).executor(threads)
                .maxInboundMessageSize(PublishCalls.LARGEST).maxInboundMetadataSize(METADATA)
                .maxConcurrentCallsPerConnection(CALLS_OF_ONE)
                .keepAliveTime(1, TimeUnit.MINUTES).keepAliveTimeout(20, TimeUnit.SECONDS)
                .permitKeepAliveTime(5, TimeUnit.SECONDS).permitKeepAliveWithoutCalls(true)
                .maxConnectionIdle(10, TimeUnit.MINUTES)
                .addService(PublishCalls.service(reports, guests)).build();
        server.start();
        threads.execute(guests::keepTidy);
    }

    /** @throws IOException if the port cannot be had */
    public static EventSink start(Ipv4 address, int port, NodeReports reports) throws IOException {
        return start(address, port, reports, Guests.Limits.USUAL);
    }

    static EventSink start(Ipv4 address, int port, NodeReports reports, Guests.Limits limits) throws IOException {
        return new EventSink(new InetSocketAddress(address.inet(), port), reports, limits);
    }

    /** The first task that the library runs here accepts connections as long as it listens. */
    private void run(Runnable task) {
        if (!accepting.compareAndSet(false, true)) {
            threads.execute(task);
            return;
        }
        Thread.ofPlatform().name("event-sink").daemon().start(() -> {
            try {
                task.run();
                over(new IllegalStateException("it accepts no connections any more"));
            } catch (RuntimeException | Error e) {
                over(e);
            }
        });
    }

    private void over(Throwable why) {
        if (closed) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(why);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    int connections() {
        return guests.count();
    }

    /** Completes when nothing is heard any more: normally after {@link #close}, exceptionally by a fault. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    /** Lets what is being answered end, for a second. */
    @Override
    public void close() {
        closed = true;
        server.shutdown();
        try {
            server.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
        guests.closeAll();
        threads.shutdownNow();
    }
}
