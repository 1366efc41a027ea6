package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.talos.Hearing.Said;
import dev.ichor.store.StoreException;
import dev.ichor.store.talos.LineStore;
import dev.ichor.talos.events.NodeEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears nodes. One thread writes: what many nodes say at once goes to the disk in one commit. An event is answered when
 * it is there; kernel lines wait a moment for company, and are dropped and counted when too many wait. Thread-safe.
 */
final class HeardNodes implements NodeReports {
    private static final Logger LOG = LoggerFactory.getLogger(HeardNodes.class);
    private static final int WAITING = 8_192;
    private static final int BATCH = 512;
    private static final Duration LINGER = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int STRANGERS = 1_000;

    private final Stores stores;
    private final Ledger ledger;
    private final NodeWords words;
    private final LocalBoots boots;
    private final InstantSource clock;
    private final Owners owners;
    private final LineStore store = new LineStore();
    private final Rates rates = new Rates();
    private final Set<Ipv4> strangers = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer;
    private volatile boolean closed;

    private record Waiting(Said said, Optional<CompletableFuture<Void>> written) {
    }

    /** @param boots hears of each machine whose node sent an event */
    HeardNodes(Stores stores, Ledger ledger, TalosParts parts, ClusterKeys keys, NodeWords words, LocalBoots boots,
               InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.words = words;
        this.boots = boots;
        this.clock = clock;
        this.owners = new Owners(stores, parts.owner(), keys, clock);
        this.writer = Thread.ofPlatform().name("node-reports").daemon().start(this::run);
    }

    @Override
    public boolean event(Ipv4 from, String id, NodeEvent event) {
        Optional<Owners.Owner> owner = owner(from, true);
        if (owner.isEmpty()) {
            return false;
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        Said said = new Said.Event(owner.get(), clock.instant(), id, event);
        try {
            if (closed || !queue.offer(new Waiting(said, Optional.of(written)), PATIENCE.toMillis(),
                    TimeUnit.MILLISECONDS)) {
                throw new StoreException("events are not written at the moment");
            }
            written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            throw new StoreException("an event cannot be written: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new StoreException("an event was not written in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while an event was written", e);
        }
    }

    @Override
    public void kernel(Ipv4 from, Instant at, String level, String text) {
        Optional<Owners.Owner> owner = owner(from, false);
        if (owner.isEmpty() || closed) {
            return;
        }
        Instant now = clock.instant();
        MachineId machine = owner.get().machine();
        boolean plausible = at.isAfter(now.minus(Duration.ofHours(1))) && at.isBefore(now.plusSeconds(60));
        if (rates.may(machine, now) && !queue.offer(new Waiting(new Said.Kernel(owner.get(), plausible ? at : now,
                level, text), Optional.empty()))) {
            rates.drop(machine, now);
        }
    }

    private Optional<Owners.Owner> owner(Ipv4 from, boolean sure) {
        Optional<Owners.Owner> owner = owners.of(from, sure);
        if (owner.isEmpty() && strangers.size() < STRANGERS && strangers.add(from)) {
            LOG.warn("node-unknown from={} why=\"no machine is known to have that address; what it says is not kept\"",
                    from);
        }
        return owner;
    }

    @Override
    public List<Line> lines(MachineId machine, OptionalLong after, int limit) {
        return stores.database().reading(connection -> store.lines(connection, machine, after, limit)).stream()
                .map(line -> new Line(line.number(), line.at(), Source.valueOf(line.source()), line.level(),
                        line.text())).toList();
    }

    private void run() {
        while (!closed || !queue.isEmpty()) {
            try {
                List<Waiting> batch = next();
                rates.dropped(clock.instant()).forEach(dropped -> batch.add(new Waiting(new Said.Lost(
                        dropped.machine(), clock.instant(), dropped.lines()), Optional.empty())));
                if (!batch.isEmpty()) {
                    write(batch);
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    /** What waits; kernel lines alone wait for company. */
    private List<Waiting> next() throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        long until = System.nanoTime() + LINGER.toNanos();
        boolean urgent = false;
        while (!urgent && batch.size() < BATCH && !closed && System.nanoTime() - until < 0) {
            Waiting one = queue.poll(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (one != null) {
                batch.add(one);
                urgent = one.written().isPresent();
            }
        }
        queue.drainTo(batch, BATCH - batch.size());
        return batch;
    }

    private void write(List<Waiting> batch) {
        try {
            take(batch);
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                LOG.warn("node-line-lost machine={} why=\"{}\"", batch.getFirst().said().machine(), e.getMessage());
                batch.getFirst().written().ifPresent(written -> written.completeExceptionally(e));
            } else {
                // One of them may be the cause; the others must not suffer.
                batch.forEach(one -> write(List.of(one)));
            }
        }
    }

    private void take(List<Waiting> batch) {
        ledger.change(writing -> {
            Hearing hearing = new Hearing(store, words, writing);
            for (Waiting one : batch) {
                hearing.hear(one.said());
            }
            hearing.end();
            return batch.size();
        });
        batch.forEach(one -> one.written().ifPresent(written -> written.complete(null)));
        batch.stream().map(Waiting::said).filter(said -> said instanceof Said.Event).map(Said::machine).distinct()
                .forEach(this::learn);
    }

    /** The lines are written already: what fails here loses none of them. */
    private void learn(MachineId machine) {
        try {
            boots.reported(machine);
        } catch (StoreException e) {
            LOG.warn("boot-method-not-learned machine={} why=\"{}\"", machine, e.getMessage());
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
