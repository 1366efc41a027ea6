package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.inventory.Cluster;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Place;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Stores;
import dev.ichor.store.StoreException;
import dev.ichor.store.talos.LineStore;
import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.secrets.Masker;
import dev.ichor.talos.secrets.SecretsBundle;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Whose an address is: by the MAC that answered for it a moment ago, else by its lease, else by the last question that
 * came from it, else by the last configuration that went to it. A MAC that belongs to no machine, or to two, is
 * nobody's, whatever else is known. Answers are kept for a few seconds. Thread-safe.
 */
final class Owners {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration MASK_FRESH = Duration.ofSeconds(30);
    private static final int MOST = 4_096;

    private final Stores stores;
    private final Function<Ipv4, Optional<Mac>> neighbours;
    private final ClusterKeys keys;
    private final InstantSource clock;
    private final LineStore lines = new LineStore();
    private final Map<Ipv4, Kept<Optional<Owner>>> known = new ConcurrentHashMap<>();
    private final Map<String, Kept<LineMask>> masks = new ConcurrentHashMap<>();

    Owners(Stores stores, Function<Ipv4, Optional<Mac>> neighbours, ClusterKeys keys, InstantSource clock) {
        this.stores = stores;
        this.neighbours = neighbours;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A machine that speaks.
     *
     * @param classic see {@link dev.ichor.talos.events.Words#hear}
     */
    record Owner(MachineId machine, boolean classic, LineMask mask) {
    }

    private record Kept<T>(T value, Instant at) {
        boolean isFresh(Instant now, Duration time) {
            return Duration.between(at, now).abs().compareTo(time) < 0;
        }
    }

    /** @param sure look anew rather than say that nobody has it because nobody had it a moment ago */
    Optional<Owner> of(Ipv4 address, boolean sure) {
        Instant now = clock.instant();
        Kept<Optional<Owner>> kept = known.get(address);
        if (kept != null && kept.isFresh(now, FRESH) && !(sure && kept.value().isEmpty())) {
            return kept.value();
        }
        Optional<Owner> found = find(address, now);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(address, new Kept<>(found, now));
        return found;
    }

    private record Found(MachineId machine, String cluster, boolean classic) {
    }

    private Optional<Owner> find(Ipv4 address, Instant now) {
        Optional<Mac> neighbour = neighbours.apply(address);
        return stores.database().reading(connection -> machine(connection, address, neighbour, now)
                        .map(machine -> found(connection, machine)))
                .map(found -> new Owner(found.machine(), found.classic(), mask(found.cluster(), now)));
    }

    private Optional<Machine> machine(Connection connection, Ipv4 address, Optional<Mac> neighbour, Instant now)
            throws SQLException {
        Optional<Mac> mac = neighbour;
        if (mac.isEmpty()) {
            mac = lines.mac(connection, address.toString(), now).map(text -> stored(text, Mac::parse));
        }
        if (mac.isPresent()) {
            List<Machine> machines = stores.machines().alike(connection,
                    new Identity(Optional.empty(), List.of(mac.get())));
            return machines.size() == 1 ? Optional.of(machines.getFirst()) : Optional.empty();
        }
        Optional<String> served = lines.served(connection, address.toString());
        return served.isEmpty() ? Optional.empty()
                : stores.machines().find(connection, stored(served.get(), MachineId::parse));
    }

    private Found found(Connection connection, Machine machine) {
        String cluster = machine.place().map(Place::cluster).orElse("");
        try {
            return new Found(machine.id(), cluster, stores.declared().world(connection).cluster(cluster)
                    .filter(Owners::isClassic).isPresent());
        } catch (SQLException e) {
            throw new StoreException("the database refused a question: " + e.getMessage(), e);
        }
    }

    private static boolean isClassic(Cluster cluster) {
        try {
            return Contract.of(TalosVersion.parse(cluster.talos()))
                    .filter(contract -> !contract.since(Contract.V1_14)).isPresent();
        } catch (Malformed e) {
            return false;
        }
    }

    private LineMask mask(String cluster, Instant now) {
        Kept<LineMask> kept = masks.get(cluster);
        if (kept != null && kept.isFresh(now, MASK_FRESH)) {
            return kept.value();
        }
        List<String> secrets = cluster.isEmpty() ? List.of() : switch (keys.bundle(cluster)) {
            case Outcome.Done<SecretsBundle> done -> done.value().secretTexts();
            // Without the secrets nothing can be recognised by value; what looks like one is hidden all the same.
            case Outcome.Refused<SecretsBundle> _ -> List.of();
        };
        LineMask mask = new LineMask(Masker.of(secrets));
        if (masks.size() >= MOST) {
            masks.clear();
        }
        masks.put(cluster, new Kept<>(mask, now));
        return mask;
    }

    private interface Parser<T> {
        T parse(String text) throws Malformed;
    }

    private static <T> T stored(String text, Parser<T> parser) {
        try {
            return parser.parse(text);
        } catch (Malformed e) {
            throw new StoreException("the database holds a bad value: " + e.getMessage(), e);
        }
    }
}
