package dev.ichor.server.admin.metrics;

import dev.ichor.inventory.Declared;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.provisioner.Declarations;
import dev.ichor.provisioner.Outcome;
import dev.ichor.server.admin.Services;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the gates of each cluster by state. Looks at them once a minute at most: that reads much. Thread-safe. */
final class GateTally {
    private static final Logger LOG = LoggerFactory.getLogger(GateTally.class);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Services services;
    private Map<String, Map<Gate.State, Long>> counts = Map.of();
    private Instant looked = Instant.MIN;

    GateTally(Services services) {
        this.services = services;
    }

    /** By cluster; of those that Mayastor is meant for. Each has every state. */
    synchronized Map<String, Map<Gate.State, Long>> counts() {
        Instant now = services.clock().instant();
        if (now.isBefore(looked) || !now.isBefore(looked.plus(FRESH))) {
            counts = look();
            looked = now;
        }
        return counts;
    }

    private Map<String, Map<Gate.State, Long>> look() {
        Map<String, Map<Gate.State, Long>> all = new TreeMap<>();
        for (Declarations.Item cluster : services.declarations().list(Declared.Kind.CLUSTER)) {
            String name = cluster.declared().name();
            try {
                if (services.handoff().gates(name) instanceof Outcome.Done<List<Gate>>(List<Gate> gates)) {
                    all.put(name, count(gates));
                }
            } catch (RuntimeException e) {
                // The other figures are told all the same.
                LOG.warn("gates-not-counted cluster={}", name, e);
            }
        }
        return all;
    }

    private static Map<Gate.State, Long> count(List<Gate> gates) {
        Map<Gate.State, Long> count = new EnumMap<>(Gate.State.class);
        for (Gate.State state : Gate.State.values()) {
            count.put(state, gates.stream().filter(gate -> gate.state() == state).count());
        }
        return count;
    }
}
