package dev.ichor.provisioner;

import dev.ichor.machine.BootId;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.access.Audit;
import dev.ichor.provisioner.access.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in which machines change: a transaction alone reads, decides, applies events and stores them; when it is
 * on the disk, the agents concerned are woken and listeners told. Thread-safe.
 */
public final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final Stores stores;
    private final Audit audit;
    private final Agents agents;
    private final News news;

    Ledger(Stores stores, Audit audit, Agents agents, News news) {
        this.stores = stores;
        this.audit = audit;
        this.agents = agents;
        this.news = news;
    }

    /** What to do with the ledger open. */
    public interface Work<T> {
        T run(Writing writing) throws SQLException;
    }

    /** Runs alone; whatever it throws, nothing of it stays. */
    public <T> T change(Work<T> work) {
        Writing[] used = new Writing[1];
        T result = stores.database().inTransaction(connection -> {
            used[0] = new Writing(connection);
            return work.run(used[0]);
        });
        if (used[0].world) {
            stores.database().reading(stores.declared()::remember);
        }
        agents.wake(used[0].wake);
        if (used[0].events) {
            news.spread();
        }
        return result;
    }

    /** The ledger while it is open for one change. */
    public final class Writing {
        private final Connection connection;
        private final Set<BootId> wake = new LinkedHashSet<>();
        private boolean events;
        private boolean world;

        private Writing(Connection connection) {
            this.connection = connection;
        }

        public Connection connection() {
            return connection;
        }

        public Optional<Machine> find(MachineId id) throws SQLException {
            return stores.machines().find(connection, id);
        }

        /** Applies the events in turn and stores the machine and them. */
        public Machine apply(Machine machine, List<? extends MachineEvent> happened) throws SQLException {
            Machine changed = machine;
            for (MachineEvent event : happened) {
                changed = Evolve.apply(changed, event);
            }
            return store(changed, happened);
        }

        public Machine apply(Machine machine, MachineEvent event) throws SQLException {
            return apply(machine, List.of(event));
        }

        /** Stores a machine that these events made of it. */
        public Machine store(Machine machine, List<? extends MachineEvent> happened) throws SQLException {
            for (MachineEvent event : happened) {
                if (event instanceof MachineEvent.ArmEnded over) {
                    stores.arms().end(connection, over.arm(), over.at(), over.end().name(), over.why());
                }
            }
            if (!happened.isEmpty()) {
                stores.machines().save(connection, machine);
            }
            for (MachineEvent event : happened) {
                stores.events().append(connection, machine.id(), event);
                LOG.info("event machine={} kind={} turn={}", machine.id(), event.kind(), machine.turn());
                events = true;
            }
            wake(machine.evidence().boot());
            return machine;
        }

        /** Lets the agent of that boot look for news afterwards. */
        public void wake(BootId boot) {
            wake.add(boot);
        }

        /** The declared world is changed. */
        public void worldChanged() {
            world = true;
        }

        public void audit(Caller by, String action, String object, String before, String after) throws SQLException {
            audit.add(connection, by, action, object, before, after);
        }
    }
}
