package dev.ichor.server.tftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.apache.mina.core.session.ExpiringSessionRecycler;
import org.apache.mina.transport.socket.nio.NioDatagramAcceptor;
import org.apache.mina.transport.socket.nio.NioDatagramConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.ichor.tftp.TransferRecord;

/**
 * A read-only TFTP server on one address. Made, started and stopped once, by one thread; the counters may be read from
 * any thread.
 */
public final class TftpServer {
    private static final Logger LOG = LoggerFactory.getLogger(TftpServer.class);
    /** RFC 2347 allows requests of 512 bytes; a few clients send more. */
    private static final int REQUEST_BUFFER = 1024;
    /** A rack that powers on asks all at once; the kernel's usual buffer holds a few hundred requests. */
    private static final int STORM_BUFFER = 1 << 20;
    private static final int SESSION_SECONDS = 10;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final TftpSettings settings;
    private final TftpCounters counters = new TftpCounters();
    private final LiveTransfers live;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().name("tftp-", 1).factory());
    private final NioDatagramAcceptor acceptor = new NioDatagramAcceptor(task -> threads.execute(guarded(task, true)));
    private final SendNowProcessor processor = new SendNowProcessor(task -> threads.execute(guarded(task, false)));
    private final NioDatagramConnector connector = new NioDatagramConnector(processor);
    private final ExpiringSessionRecycler recycler = new ExpiringSessionRecycler(SESSION_SECONDS);
    private final RequestHandler requests;
    private volatile boolean bound;

    /**
     * A server that does not listen yet.
     *
     * @param records is given the record of each request, on a thread of the server: it must be quick
     */
    public TftpServer(TftpSettings settings, TftpFiles files, Consumer<TransferRecord> records) {
        this.settings = settings;
        this.live = new LiveTransfers(settings.maxTransfers(), ended::completeExceptionally);
        this.requests = new RequestHandler(settings, files, live, counters, records, this::begin);
    }

    /**
     * Binds the port and takes requests.
     *
     * @throws IOException with a sentence for people if the port cannot be bound; the server cannot be started again
     */
    public void start() throws IOException {
        acceptor.getSessionConfig().setReadBufferSize(REQUEST_BUFFER);
        acceptor.getSessionConfig().setMinReadBufferSize(REQUEST_BUFFER);
        acceptor.getSessionConfig().setReceiveBufferSize(STORM_BUFFER);
        // The default recycler is shared by all acceptors of the process.
        acceptor.setSessionRecycler(recycler);
        acceptor.setHandler(requests);
        connector.getSessionConfig().setReadBufferSize(REQUEST_BUFFER);
        connector.getSessionConfig().setMinReadBufferSize(REQUEST_BUFFER);
        connector.setHandler(new TransferHandler(counters));
        try {
            acceptor.bind(new InetSocketAddress(settings.address().inet(), settings.port()));
        } catch (IOException e) {
            dispose();
            throw new IOException(BindFailure.explain(settings.address(), settings.port(), e), e);
        }
        bound = true;
        LOG.info("tftp-ready address={} port={} single-port={}", settings.address(), port(), settings.singlePort());
    }

    /** The port that is bound; after {@link #start}. */
    public int port() {
        return acceptor.getLocalAddress().getPort();
    }

    public TftpCounters counters() {
        return counters;
    }

    /** Transfers under way now. */
    public int activeTransfers() {
        return live.count();
    }

    /**
     * Refuses new requests, lets live transfers end for at most {@code grace}, ends the others with an ERROR, and
     * closes the port. Must not be called from a thread of the server.
     */
    public void stop(Duration grace) {
        bound = false;
        requests.stopTaking();
        long until = System.nanoTime() + grace.toNanos();
        while (live.count() > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        live.cancelAll("the server stops");
        if (ended.isCompletedExceptionally()) {
            // MINA would wait for ever for a thread that is dead.
            live.close();
            threads.shutdownNow();
            return;
        }
        acceptor.unbind();
        dispose();
        ended.complete(null);
        LOG.info("tftp-stopped address={} malformed={}", settings.address(), counters.malformed());
    }

    /**
     * Completes when the server serves no more: normally after {@link #stop}, exceptionally when a thread of it died.
     */
    public CompletionStage<Void> ended() {
        return ended;
    }

    /**
     * A MINA thread that tells of its death.
     *
     * @param lasting true if the thread may not even end normally while the port is bound
     */
    private Runnable guarded(Runnable task, boolean lasting) {
        return () -> {
            try {
                task.run();
                if (lasting && bound) {
                    ended.completeExceptionally(new IllegalStateException("the thread of the request socket ended"));
                }
            } catch (RuntimeException | Error e) {
                ended.completeExceptionally(e);
                throw e;
            }
        };
    }

    private void dispose() {
        live.close();
        connector.dispose(true);
        processor.dispose();
        acceptor.dispose(true);
        // Last, because disposing an acceptor starts its thread once more.
        threads.shutdown();
        recycler.stopExpiring();
    }

    private void begin(LiveTransfer transfer) {
        if (settings.singlePort()) {
            transfer.start(new Wire.SharedPort(acceptor, transfer.client()));
        } else {
            TransferHandler.connect(connector, transfer, new InetSocketAddress(settings.address().inet(), 0));
        }
    }
}
