package dev.ichor.provisioner.handoff;

import dev.ichor.inventory.Cluster;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.handoff.ForgottenClusters;
import dev.ichor.store.handoff.TimelineStore;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at gates, and writes down those that stand otherwise than was written last. One look at a time, so that none
 * overtakes another. Thread-safe; not inside a transaction.
 */
final class GateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(GateWatch.class);

    private final Stores stores;
    private final Ledger ledger;
    private final SiteBook book;
    private final InstantSource clock;
    private final TimelineStore timeline = new TimelineStore();
    private final ReentrantLock looking = new ReentrantLock();
    private final Set<String> stumbled = new HashSet<>();

    GateWatch(Stores stores, Ledger ledger, SiteBook book, InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.book = book;
        this.clock = clock;
    }

    private record Known(List<String> clusters, List<String> forgotten) {
    }

    /** Looks at all clusters that have a Mayastor, and forgets those that are declared no more. */
    void all() {
        looking.lock();
        try {
            Known known = stores.database().reading(connection -> new Known(
                    stores.declared().world(connection).clusters().stream()
                            .filter(cluster -> cluster.mayastor().enabled()).map(Cluster::name).toList(),
                    ForgottenClusters.list(connection)));
            look(known.clusters(), known.forgotten());
        } finally {
            looking.unlock();
        }
    }

    /** Looks at one cluster. */
    void one(String cluster) {
        looking.lock();
        try {
            look(List.of(cluster), List.of());
        } finally {
            looking.unlock();
        }
    }

    private void look(List<String> clusters, List<String> forgotten) {
        Map<String, List<Gate>> changed = new LinkedHashMap<>();
        for (String cluster : clusters) {
            List<Gate> gates = changed(cluster);
            if (!gates.isEmpty()) {
                changed.put(cluster, gates);
            }
        }
        if (!changed.isEmpty() || !forgotten.isEmpty()) {
            write(changed, forgotten);
        }
    }

    /** One cluster that cannot be looked at must not keep the others from being looked at. */
    private List<Gate> changed(String cluster) {
        try {
            List<Gate> changed = switch (book.look(cluster)) {
                case Outcome.Refused<Seen> _ -> List.of();
                case Outcome.Done<Seen>(Seen seen) -> {
                    Map<String, String> told = stores.database().reading(c -> timeline.gates(c, cluster));
                    yield seen.gates().stream().filter(gate -> !state(gate).equals(told.get(gate.name()))).toList();
                }
            };
            stumbled.remove(cluster);
            return changed;
        } catch (RuntimeException e) {
            if (stumbled.add(cluster)) {
                LOG.error("gates-not-looked-at cluster={}", cluster, e);
            }
            return List.of();
        }
    }

    private void write(Map<String, List<Gate>> changed, List<String> forgotten) {
        ledger.change(writing -> {
            Connection connection = writing.connection();
            Instant now = clock.instant();
            for (Map.Entry<String, List<Gate>> one : changed.entrySet()) {
                for (Gate gate : one.getValue()) {
                    timeline.gate(connection, one.getKey(), Words.line(now, "gate", gate.name(), state(gate),
                            gate.evidence()));
                }
            }
            // Also a cluster that was deleted while it was looked at.
            for (String cluster : ForgottenClusters.list(connection)) {
                ForgottenClusters.forget(connection, cluster);
                writing.audit(Caller.APPLIANCE, "forget hand-off", Words.object(cluster), "", "");
            }
            return changed.size();
        });
        changed.forEach((cluster, gates) -> gates.forEach(gate ->
                LOG.info("gate cluster={} gate={} state={}", cluster, gate.name(), state(gate))));
        forgotten.forEach(cluster -> LOG.info("handoff-forgotten cluster={}", cluster));
    }

    private static String state(Gate gate) {
        return gate.state().name().toLowerCase(Locale.ROOT);
    }
}
