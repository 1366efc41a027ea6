package dev.ichor.provisioner;

import dev.ichor.inventory.Assign;
import dev.ichor.inventory.World;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.provision.Consider;
import dev.ichor.store.FingerprintStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the time brings: arms end, and machines without a node are looked at anew after each change of the declared
 * world and once after a start, which is why an interruption loses nothing. A thread of its own. Thread-safe.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BATCH = 50;

    private final Stores stores;
    private final Ledger ledger;
    private final Assessor assessor;
    private final InstantSource clock;
    private final AtomicBoolean due = new AtomicBoolean(true);
    private final Thread thread;
    private volatile boolean closing;

    Housekeeping(Stores stores, Ledger ledger, Assessor assessor, InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.assessor = assessor;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("housekeeping").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The declared world changed. */
    void worldChanged() {
        due.set(true);
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closing) {
            try {
                expire();
                if (due.getAndSet(false)) {
                    look();
                }
            } catch (RuntimeException e) {
                LOG.error("housekeeping-stumbled", e);
            }
            if (!closing && !due.get()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Ends the arms whose time is over. */
    void expire() {
        for (MachineId id : stores.database().reading(c -> stores.arms().expired(c, clock.instant()))) {
            ledger.change(writing -> {
                Optional<Machine> machine = writing.find(id);
                return machine.isPresent() ? writing.apply(machine.get(),
                        Consider.onTime(machine.get(), clock.instant())) : null;
            });
        }
    }

    /** Looks at every machine without a node. Only what would change is written. */
    void look() {
        String after = "";
        List<MachineId> batch = batch(after);
        while (!batch.isEmpty() && !closing) {
            for (MachineId id : moving(batch)) {
                look(id);
            }
            batch = batch(batch.getLast().text());
        }
    }

    private List<MachineId> batch(String after) {
        return stores.database().reading(connection -> stores.machines().unassigned(connection, after, BATCH));
    }

    private void look(MachineId id) {
        try {
            ledger.change(writing -> {
                assessor.again(writing, id, clock.instant());
                return id;
            });
        } catch (RuntimeException e) {
            // One machine that cannot be looked at must not keep the others waiting.
            LOG.error("not-looked-at machine={}", id, e);
        }
    }

    private List<MachineId> moving(List<MachineId> batch) {
        return stores.database().reading(connection -> {
            Set<String> taken = stores.machines().nodes(connection);
            World world = stores.declared().remember(connection);
            List<MachineId> moving = new ArrayList<>();
            for (MachineId id : batch) {
                Optional<Machine> machine = stores.machines().find(connection, id);
                boolean nobodyWants = world.nodes().isEmpty() && world.policies().isEmpty();
                if (machine.isPresent() && (nobodyWants ? !machine.get().obstacles().isEmpty()
                        : moves(connection, machine.get(), taken))) {
                    moving.add(id);
                }
            }
            return moving;
        });
    }

    private boolean moves(Connection connection, Machine machine, Set<String> taken) throws SQLException {
        Optional<FingerprintStore.Stored> latest = stores.fingerprints().find(connection,
                machine.evidence().fingerprint());
        if (latest.isEmpty()) {
            return false;
        }
        return switch (assessor.answer(connection, machine, latest.get().fingerprint(), taken)) {
            case Assign.Answer.Nothing _ -> !machine.obstacles().isEmpty();
            case Assign.Answer.Blocked blocked -> !machine.obstacles().equals(blocked.obstacles());
            case Assign.Answer.Becomes _ -> true;
        };
    }

    /** Ends after the machine that is looked at now. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
