package dev.ichor.server.boot;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the datagrams of the jumbo probe back, with don't-fragment set, so that what comes back whole fitted the path
 * both ways. It answers only probes, only to hosts of the boot subnet, never itself, and only so many a second; an
 * answer is never longer than its question. It cannot be used against others.
 */
public final class EchoServer implements AutoCloseable {
    /** What a probe begins with. */
    private static final byte[] MAGIC = "ICHORJMB".getBytes(StandardCharsets.US_ASCII);

    private static final Logger LOG = LoggerFactory.getLogger(EchoServer.class);
    private static final int LARGEST = 65_535;
    private static final int A_SECOND = 20_000;
    private static final int A_SECOND_OF_ONE = 200;

    private final DatagramChannel channel;
    private final Subnet subnet;
    private final Ipv4 self;
    private final Map<Ipv4, Integer> answered = new HashMap<>();
    private int total;
    private long window = System.nanoTime();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    private EchoServer(DatagramChannel channel, Subnet subnet, Ipv4 self) {
        this.channel = channel;
        this.subnet = subnet;
        this.self = self;
        this.thread = Thread.ofPlatform().name("jumbo-echo").daemon().start(this::run);
    }

    /** @throws IOException if the port cannot be had */
    public static EchoServer start(Ipv4 address, int port, Subnet subnet) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
            channel.bind(new InetSocketAddress(address.inet(), port));
            return new EchoServer(channel, subnet, address);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Completes when no probe is answered any more: normally after {@link #close}, exceptionally by a fault. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    private void run() {
        try {
            answer();
            ended.complete(null);
        } catch (RuntimeException | Error e) {
            LOG.error("echo-died", e);
            ended.completeExceptionally(e);
        }
    }

    private void answer() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                if (isProbe(buffer.flip()) && mayAnswer(from)) {
                    channel.send(buffer, from);
                }
            } catch (AsynchronousCloseException e) {
                return;
            } catch (IOException e) {
                // A probe larger than our own MTU cannot go back whole; the agent sees that nothing came.
                LOG.debug("echo-failed why=\"{}\"", e.getMessage());
            }
        }
    }

    private static boolean isProbe(ByteBuffer datagram) {
        byte[] start = new byte[MAGIC.length];
        if (datagram.remaining() < start.length) {
            return false;
        }
        datagram.get(0, start);
        return Arrays.equals(start, MAGIC);
    }

    private boolean mayAnswer(InetSocketAddress from) {
        if (!(from.getAddress() instanceof Inet4Address four)) {
            return false;
        }
        Ipv4 address = Ipv4.of(four);
        boolean outside = !subnet.contains(address) || address.equals(subnet.broadcast());
        return !outside && !(address.equals(self) && from.getPort() == channel.socket().getLocalPort())
                && withinRate(address);
    }

    private boolean withinRate(Ipv4 address) {
        long now = System.nanoTime();
        if (now - window > TimeUnit.SECONDS.toNanos(1)) {
            window = now;
            total = 0;
            answered.clear();
        }
        return total++ < A_SECOND && answered.merge(address, 1, Integer::sum) <= A_SECOND_OF_ONE;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
