package dev.ichor.store.flight;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.flight.AddressBook;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Recorder;
import dev.ichor.store.Database;
import dev.ichor.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps exchanges. {@link #record} only puts them into a bounded queue; when that is full, the exchange is lost,
 * counted and the loss is logged. An exchange is not acknowledged to anybody, so the last half second may be lost with
 * the process.
 */
public final class FlightStore implements Recorder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlightStore.class);
    private static final int QUEUE = 16_384;
    private static final int BATCH = 2_000;
    private static final Duration LINGER = Duration.ofMillis(250);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final int ADDRESSES = 16_384;

    private final Database database;
    private final FlightTable table;
    private final Function<Ipv4, Optional<Mac>> neighbours;
    private final AddressBook addresses = new AddressBook(ADDRESSES);
    private final BlockingQueue<Exchange> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Object progress = new Object();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread writer = Thread.ofPlatform().name("flight").daemon().unstarted(this::run);
    private long done;
    private volatile boolean hurry;
    private volatile boolean closed;

    /**
     * A store that does not write yet.
     *
     * @param perMachine how many exchanges are kept for one MAC, the newest
     * @param total      how many are kept at all
     * @param neighbours what the kernel knows of addresses, asked for those that no exchange explained
     */
    public FlightStore(Database database, int perMachine, int total, Function<Ipv4, Optional<Mac>> neighbours) {
        this.database = database;
        this.table = new FlightTable(perMachine, total);
        this.neighbours = neighbours;
    }

    /** Starts the writing thread. */
    public void start() {
        writer.start();
    }

    @Override
    public void record(Exchange exchange) {
        if (closed || !queue.offer(exchange)) {
            lost.incrementAndGet();
        } else {
            accepted.incrementAndGet();
        }
    }

    /** How many exchanges were lost since the start. */
    public long lost() {
        return lost.get();
    }

    /** The exchanges of a machine with these MACs or this UUID, oldest first, at most the newest {@code limit}. */
    public List<Exchange> of(Collection<Mac> macs, Optional<SystemUuid> uuid, int limit) {
        flush();
        return database.reading(connection -> table.of(connection, macs, uuid, limit));
    }

    /** Waits until what was recorded before is in the database, at most two seconds. */
    public void flush() {
        long target = accepted.get();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        synchronized (progress) {
            hurry = true;
            while (done < target && System.nanoTime() - until < 0 && writer.isAlive()) {
                try {
                    progress.wait(20);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Who has an address now, as far as exchanges or the kernel showed. Any thread. */
    public Optional<Mac> owner(Ipv4 address) {
        return addresses.find(address).or(() -> neighbours.apply(address));
    }

    /** Completes when nothing is written any more: normally after {@link #close}, exceptionally by a fault. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    private void run() {
        try {
            writeAll();
            ended.complete(null);
        } catch (RuntimeException | Error e) {
            LOG.error("flight-writer-died", e);
            ended.completeExceptionally(e);
        }
    }

    private void writeAll() {
        long told = 0;
        while (!closed || !queue.isEmpty()) {
            List<Exchange> batch = next();
            if (!batch.isEmpty()) {
                write(batch);
            }
            if (lost.get() != told) {
                LOG.warn("flight-lost exchanges={} in-total={}", lost.get() - told, lost.get());
                told = lost.get();
            }
        }
    }

    /** The first exchange, and what comes within the linger time: one commit costs a disk flush whatever it holds. */
    private List<Exchange> next() {
        List<Exchange> batch = new ArrayList<>();
        try {
            Exchange first = queue.poll(LINGER.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                return batch;
            }
            batch.add(first);
            long until = System.nanoTime() + LINGER.toNanos();
            while (batch.size() < BATCH && !hurry && !closed && System.nanoTime() - until < 0) {
                Exchange more = queue.poll(10, TimeUnit.MILLISECONDS);
                if (more != null) {
                    batch.add(more);
                    queue.drainTo(batch, BATCH - batch.size());
                }
            }
            queue.drainTo(batch, BATCH - batch.size());
        } catch (InterruptedException e) {
            closed = true;
            queue.drainTo(batch, BATCH - batch.size());
        }
        return batch;
    }

    private void write(List<Exchange> batch) {
        try {
            List<Exchange> known = batch.stream().map(this::named).toList();
            database.inTransaction(connection -> {
                table.add(connection, known);
                return known.size();
            });
        } catch (StoreException e) {
            lost.addAndGet(batch.size());
            LOG.warn("flight-not-written exchanges={} why=\"{}\"", batch.size(), e.getMessage());
        }
        synchronized (progress) {
            done += batch.size();
            hurry = queue.size() > BATCH;
            progress.notifyAll();
        }
    }

    /** Gives an exchange of an address the MAC that has it. */
    private Exchange named(Exchange exchange) {
        Optional<Ipv4> ip = exchange.keys().ip();
        Optional<Mac> mac = exchange.keys().mac();
        if (ip.isPresent() && mac.isPresent()) {
            addresses.learn(ip.get(), mac.get());
        }
        if (ip.isEmpty() || mac.isPresent()) {
            return exchange;
        }
        return owner(ip.get()).map(found -> exchange.with(exchange.keys().with(found))).orElse(exchange);
    }

    /** Writes what is left, for at most five seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
