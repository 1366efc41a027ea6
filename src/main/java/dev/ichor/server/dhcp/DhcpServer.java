package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.Delivery;
import dev.ichor.dhcp.lease.LeaseJournal;
import dev.ichor.dhcp.lease.LeaseTable;
import dev.ichor.dhcp.wire.DhcpCodec;
import dev.ichor.provision.BootFile;
import dev.ichor.provision.VariantMemory;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DHCP server: ports 67 and 4011 on one interface. {@link #start} opens everything or throws one clear sentence;
 * {@link #close} stops in reverse order. All methods may be called from any thread.
 */
public final class DhcpServer implements BootProgress, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DhcpServer.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Clock clock;
    private Desk desk;

    private DhcpServer(Clock clock) {
        this.clock = clock;
    }

    /** What the server works with, beside its settings. */
    public record Surroundings(LeaseJournal journal, VariantMemory variants, Predicate<BootFile> available,
                               Consumer<DhcpExchange> follower, Clock clock) {
    }

    /**
     * Opens the ports and answers from then on. In mode OFF nothing is opened.
     *
     * @throws IOException with one sentence: port busy, interface missing, capability missing, leases unreadable
     */
    public static DhcpServer start(DhcpSettings settings, Surroundings with) throws IOException {
        if (!settings.problems().isEmpty()) {
            throw new IOException(settings.problems().getFirst().toString());
        }
        DhcpServer server = new DhcpServer(with.clock());
        try {
            server.open(settings, with);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open(DhcpSettings settings, Surroundings with) throws IOException {
        boolean full = settings.mode() == DhcpSettings.Mode.FULL;
        LeaseTable table = new LeaseTable(settings.policy(), full ? with.journal().load() : List.of(),
                clock.instant());
        BootMemory memory = new BootMemory(with.variants());
        BootReplies boots = new BootReplies(settings, with.available(), memory);
        LeaseReplies leases = new LeaseReplies(settings, table, boots);
        Responder responder = new Responder(settings, boots, leases, memory);
        Port[] ports = new Port[2];
        ArpProber[] prober = new ArpProber[1];
        desk = new Desk(responder, leases, table, with.journal(), memory,
                (from, datagram, delivery) -> ports[from == Delivery.BOOT_SERVER_PORT ? 1 : 0]
                        .send(datagram, delivery.to(), delivery.port()),
                address -> prober[0].ask(address), with.follower(), clock);
        if (settings.mode() == DhcpSettings.Mode.OFF) {
            desk.ended().complete(null);
            return;
        }
        if (full && settings.conflictProbe()) {
            prober[0] = ArpProber.start(settings.interfaceName(),
                    (address, mac) -> desk.offer(new Desk.Item.Claimed(address, mac)));
            parts.push(prober[0]);
        }
        ports[0] = Port.open(settings.interfaceName(), Delivery.SERVER_PORT, this::received);
        parts.push(ports[0]);
        ports[1] = Port.open(settings.interfaceName(), Delivery.BOOT_SERVER_PORT, this::received);
        parts.push(ports[1]);
        desk.start();
        parts.push(desk);
        LOG.info("dhcp_started mode={} interface={} server={} leases={}", settings.mode(), settings.interfaceName(),
                settings.server(), table.active(clock.instant()));
    }

    private void received(byte[] datagram, int port, Ipv4 source, int sourcePort) {
        try {
            Incoming in = Incoming.of(DhcpCodec.decode(datagram), port, source, sourcePort, clock.instant());
            if (!desk.offer(new Desk.Item.Packet(in))) {
                dropped.increment();
            }
        } catch (Malformed e) {
            malformed.increment();
            LOG.debug("dhcp_malformed source={} port={} reason=\"{}\"", source, port, e.getMessage());
        } catch (Error e) {
            // MINA's thread of this port ends with it: nothing would be heard any more.
            desk.ended().completeExceptionally(e);
            throw e;
        }
    }

    @Override
    public void followedUp(Mac machine, Step step) {
        desk.offer(new Desk.Item.FollowedUp(Optional.of(machine), Ipv4.ANY));
    }

    @Override
    public void followedUp(Ipv4 address, Step step) {
        desk.offer(new Desk.Item.FollowedUp(Optional.empty(), address));
    }

    /** Datagrams that were not DHCP, since the start. */
    public long malformed() {
        return malformed.sum();
    }

    /** Packets dropped because too many waited, since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /** Completes when the server stops deciding: normally after {@link #close}, exceptionally by a fault. */
    public CompletableFuture<Void> ended() {
        return desk.ended();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("dhcp_close_failed reason=\"{}\"", e.toString());
            }
        }
        LOG.info("dhcp_stopped malformed={} dropped={}", malformed(), dropped());
    }
}
