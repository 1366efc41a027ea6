package dev.ichor.server.sink;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.provisioner.talos.NodeReports;
import dev.ichor.talos.events.KernelLine;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Talos's {@code talos.logging.kernel=} and {@code KmsgLogConfig} lead: JSON objects, one a line over TCP, one a
 * datagram over UDP on the same port. Nothing is ever answered.
 */
public final class KernelLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelLog.class);
    private static final Duration A_LINE = Duration.ofSeconds(30);
    private static final int LOOK_MILLIS = 1_000;
    private static final int BUFFER = 1 << 20;
    private static final int MOST_NAMED = 1_000;

    private final NodeReports reports;
    private final InstantSource clock;
    private final Guests guests;
    private final Duration line;
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final Set<Ipv4> broken = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;

    private KernelLog(Ipv4 address, int port, NodeReports reports, InstantSource clock, Guests.Limits limits,
                      Duration line) throws IOException {
        this.reports = reports;
        this.clock = clock;
        this.guests = new Guests(limits);
        this.line = line;
        tcp = new GuardedSockets(guests).createServerSocket(port, 512, address.inet());
        try {
            udp = new DatagramSocket(new InetSocketAddress(address.inet(), tcp.getLocalPort()));
            udp.setReceiveBufferSize(BUFFER);
        } catch (IOException e) {
            tcp.close();
            throw e;
        }
        threads.execute(guests::keepTidy);
        Thread.ofPlatform().name("kernel-log").daemon().start(() -> watched(this::accept));
        Thread.ofPlatform().name("kernel-log-udp").daemon().start(() -> watched(this::receive));
    }

    /** @throws IOException if the port cannot be had, TCP and UDP */
    public static KernelLog start(Ipv4 address, int port, NodeReports reports, InstantSource clock)
            throws IOException {
        return start(address, port, reports, clock, Guests.Limits.USUAL, A_LINE);
    }

    /** @param line how long one line may take to come */
    static KernelLog start(Ipv4 address, int port, NodeReports reports, InstantSource clock, Guests.Limits limits,
                           Duration line) throws IOException {
        return new KernelLog(address, port, reports, clock, limits, line);
    }

    private interface Loop {
        void run() throws IOException;
    }

    private void watched(Loop loop) {
        try {
            loop.run();
            ended.complete(null);
        } catch (IOException | RuntimeException | Error e) {
            if (closed) {
                ended.complete(null);
            } else {
                LOG.error("kernel-log-died", e);
                ended.completeExceptionally(e);
            }
        }
    }

    private void accept() throws IOException {
        while (!closed) {
            Socket socket = tcp.accept();
            threads.execute(() -> {
                try {
                    listen(socket);
                } catch (IOException e) {
                    LOG.debug("kernel-log-broken from={} why=\"{}\"", socket.getInetAddress(), e.getMessage());
                } finally {
                    guests.left(socket);
                }
            });
        }
    }

    private void listen(Socket socket) throws IOException {
        socket.setKeepAlive(true);
        socket.setSoTimeout(LOOK_MILLIS);
        SocketAddress remote = socket.getRemoteSocketAddress();
        LineFeed feed = new LineFeed(bytes -> {
            guests.heard(remote);
            hear(remote, bytes);
        });
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[LineFeed.LONGEST];
        long began = System.nanoTime();
        int length = 0;
        while (length >= 0) {
            boolean within = feed.isWithin();
            long ended = feed.ended();
            length = read(in, buffer);
            feed.take(buffer, Math.max(0, length));
            if (!within || !feed.isWithin() || feed.ended() > ended) {
                began = System.nanoTime();
            } else if (System.nanoTime() - began > line.toNanos()) {
                return;
            }
        }
    }

    /** 0 if nothing came for a while. */
    private static int read(InputStream in, byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    private void receive() throws IOException {
        DatagramPacket datagram = new DatagramPacket(new byte[LineFeed.LONGEST + 1], LineFeed.LONGEST + 1);
        while (!closed) {
            try {
                datagram.setLength(LineFeed.LONGEST + 1);
                udp.receive(datagram);
                hear(datagram.getSocketAddress(), Arrays.copyOf(datagram.getData(), datagram.getLength()));
            } catch (SocketException e) {
                if (udp.isClosed()) {
                    throw e;
                }
                LOG.debug("kernel-log-udp why=\"{}\"", e.getMessage());
            }
        }
    }

    private void hear(SocketAddress remote, byte[] bytes) {
        Guests.address(remote).ifPresent(from -> {
            try {
                KernelLine heard = KernelLines.decode(bytes);
                reports.kernel(from, heard.at().orElseGet(clock::instant), heard.level(), heard.text());
            } catch (Malformed e) {
                if (broken.size() < MOST_NAMED && broken.add(from)) {
                    LOG.warn("kernel-line-malformed from={} why=\"{}\"", from, e.getMessage());
                }
            } catch (RuntimeException e) {
                // The log of a node is worth less than the listener.
                LOG.warn("kernel-line-lost from={} why=\"{}\"", from, e.toString());
            }
        });
    }

    /** The port it listens on, TCP and UDP. */
    public int port() {
        return tcp.getLocalPort();
    }

    int connections() {
        return guests.count();
    }

    /** Completes when nothing is heard any more: normally after {@link #close}, exceptionally by a fault. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        udp.close();
        tcp.close();
        guests.closeAll();
        threads.shutdownNow();
    }
}
