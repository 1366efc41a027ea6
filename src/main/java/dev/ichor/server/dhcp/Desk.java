package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.dhcp.Delivery;
import dev.ichor.dhcp.lease.LeaseChange;
import dev.ichor.dhcp.lease.LeaseEngine;
import dev.ichor.dhcp.lease.LeaseJournal;
import dev.ichor.dhcp.lease.LeaseTable;
import dev.ichor.dhcp.wire.DhcpEncoder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides. It takes all that waits, decides each, writes all lease changes in one transaction, and
 * only then sends: under load many acknowledgements share one fsync, and none leaves before it is durable.
 */
final class Desk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final int BATCH = 512;
    private static final int QUEUE = 16_384;
    private static final Duration IDLE = Duration.ofMillis(500);

    /** Sends from one of our ports. */
    interface Sender {
        void send(int fromPort, byte[] datagram, Delivery delivery);
    }

    /** Asks the segment about an address. */
    interface Asker {
        void ask(Ipv4 address) throws IOException;
    }

    private record Outgoing(Incoming in, Answer.Send send) {
    }

    private final Responder responder;
    private final LeaseReplies leases;
    private final LeaseTable table;
    private final LeaseJournal journal;
    private final BootMemory memory;
    private final Sender sender;
    private final Asker asker;
    private final Consumer<DhcpExchange> follower;
    private final Clock clock;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Probes probes = new Probes();
    private final SilentAddresses silent = new SilentAddresses();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread = Thread.ofPlatform().name("dhcp-desk").daemon().unstarted(this::run);
    private volatile boolean open = true;
    private List<LeaseChange> changes = new ArrayList<>();
    private List<Outgoing> outgoing = new ArrayList<>();

    Desk(Responder responder, LeaseReplies leases, LeaseTable table, LeaseJournal journal, BootMemory memory,
         Sender sender, Asker asker, Consumer<DhcpExchange> follower, Clock clock) {
        this.responder = responder;
        this.leases = leases;
        this.table = table;
        this.journal = journal;
        this.memory = memory;
        this.sender = sender;
        this.asker = asker;
        this.follower = follower;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    /** Any thread. False if too much waits: the packet is dropped, and its client will ask again. */
    boolean offer(Item item) {
        return queue.offer(item);
    }

    /** Completes when the thread ends, exceptionally if by a fault. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void run() {
        try {
            List<Item> batch = new ArrayList<>(BATCH);
            while (open) {
                long wait = Math.min(probes.nextIn(System.nanoTime()), IDLE.toNanos());
                Item first = queue.poll(wait, TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                }
                batch.forEach(this::handle);
                probes.due(System.nanoTime()).forEach(this::unclaimed);
                commitAndSend();
                askAhead();
                batch.clear();
            }
            ended.complete(null);
        } catch (InterruptedException e) {
            ended.complete(null);
        } catch (RuntimeException | Error e) {
            LOG.error("dhcp_desk_failed reason=\"{}\"", e.toString(), e);
            ended.completeExceptionally(e);
        }
    }

    private void handle(Item item) {
        switch (item) {
            case Item.Packet(Incoming in) -> decide(in);
            case Item.Claimed(Ipv4 address, Mac by) -> {
                silent.claimed(address);
                probes.claimed(address, by).ifPresent(waiting -> conflict(waiting, by));
            }
            case Item.FollowedUp(Optional<Mac> machine, Ipv4 address) ->
                    machine.or(() -> owner(address)).ifPresent(mac -> memory.worked(mac, clock.instant()));
        }
    }

    private Optional<Mac> owner(Ipv4 address) {
        return memory.ownerOf(address).or(() -> table.at(address).flatMap(lease -> lease.client().mac()));
    }

    private void decide(Incoming in) {
        try {
            Answer answer = responder.answer(in);
            if (answer instanceof Answer.Ask ask && silent.silent(ask.offer().address(), System.nanoTime())) {
                keep(in, leases.offer(in, ask.offer()));
            } else if (answer instanceof Answer.Ask ask) {
                ask(in, ask);
            } else {
                keep(in, answer);
            }
        } catch (RuntimeException e) {
            // A fault that one strange packet finds must not stop the others.
            LOG.error("dhcp_packet_failed client={} reason=\"{}\"", in.message().client(), e.toString(), e);
        }
    }

    private void ask(Incoming in, Answer.Ask ask) {
        if (!probes.add(in, ask, System.nanoTime())) {
            // The question that waits is told when it is decided; of this one nothing more is heard.
            tell(Exchanges.inbound(in, ask));
            return;
        }
        probe(ask.offer().address());
    }

    private void probe(Ipv4 address) {
        try {
            asker.ask(address);
        } catch (IOException e) {
            silent.claimed(address);
            LOG.warn("dhcp_probe_failed address={} reason=\"{}\"", address, e.getMessage());
        }
    }

    /** Asks about addresses that are not wanted yet, between the packets. */
    private void askAhead() {
        long now = System.nanoTime();
        if (leases.probes() && silent.due(now)) {
            silent.missing(table.nextFree(SilentAddresses.STOCK, clock.instant()), now).forEach(this::probe);
        }
    }

    private void unclaimed(Probes.Waiting waiting) {
        keep(waiting.in(), leases.offer(waiting.in(), waiting.ask().offer()));
    }

    private void conflict(Probes.Waiting waiting, Mac by) {
        Ipv4 address = waiting.ask().offer().address();
        LOG.warn("dhcp_address_in_use address={} by={} wanted_for={}", address, by, waiting.ask().client());
        Instant now = clock.instant();
        LeaseChange change = LeaseEngine.conflict(address, waiting.ask().client(), table, now);
        table.unhold(waiting.ask().client());
        table.apply(change);
        changes.add(change);
        decide(waiting.in());
    }

    private void keep(Incoming in, Answer answer) {
        tell(Exchanges.inbound(in, answer));
        switch (answer) {
            case Answer.Send send -> {
                changes.addAll(send.changes());
                outgoing.add(new Outgoing(in, send));
            }
            case Answer.Keep keep -> changes.addAll(keep.changes());
            case Answer.Ask ask -> throw new IllegalStateException("a probe waits among the probes: " + ask.reason());
        }
    }

    private void commitAndSend() {
        if (!changes.isEmpty() && !committed()) {
            // Nothing durable, nothing acknowledged: the clients ask again.
            outgoing.removeIf(out -> !out.send().changes().isEmpty());
        }
        for (Outgoing out : outgoing) {
            send(out);
        }
        changes = new ArrayList<>();
        outgoing = new ArrayList<>();
    }

    private boolean committed() {
        try {
            journal.write(changes);
            return true;
        } catch (IOException e) {
            LOG.error("dhcp_leases_not_written changes={} reason=\"{}\"", changes.size(), e.getMessage());
            return false;
        }
    }

    private void send(Outgoing out) {
        try {
            byte[] datagram = DhcpEncoder.encode(out.send().reply(), DhcpEncoder.limitFor(out.in().message()));
            sender.send(out.in().port(), datagram, out.send().delivery());
            out.send().reply().client().mac().ifPresent(mac -> memory.seen(out.send().reply().yiaddr(), mac));
            tell(Exchanges.outbound(out.in(), out.send(), clock.instant()));
        } catch (IllegalArgumentException e) {
            LOG.warn("dhcp_reply_too_long client={} reason=\"{}\"", out.in().message().client(), e.getMessage());
        }
    }

    private void tell(DhcpExchange exchange) {
        try {
            follower.accept(exchange);
        } catch (RuntimeException e) {
            LOG.warn("dhcp_follower_failed reason=\"{}\"", e.toString());
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
