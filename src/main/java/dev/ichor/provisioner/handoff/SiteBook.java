package dev.ichor.provisioner.handoff;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.World;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Place;
import dev.ichor.mayastor.plan.Plans;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Stores;
import dev.ichor.store.FingerprintStore;
import dev.ichor.store.ServedStore;
import dev.ichor.store.handoff.ProofStore;
import dev.ichor.store.talos.LineStore;
import java.lang.ref.SoftReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts together what is known of a cluster. All but what configurations say comes from one snapshot of the database;
 * what cost much to find out is remembered until something changes of which it was made. Thread-safe; never inside a
 * transaction.
 */
final class SiteBook {
    private final Stores stores;
    private final Configurations configurations;
    private final InstantSource clock;
    private final LineStore lines = new LineStore();
    private final ServedStore served = new ServedStore();
    private final ProofStore proofs = new ProofStore();
    private final Map<String, SoftReference<Known>> remembered = new ConcurrentHashMap<>();

    SiteBook(Stores stores, Configurations configurations, InstantSource clock) {
        this.stores = stores;
        this.configurations = configurations;
        this.clock = clock;
    }

    /**
     * Everything that changes a site, but the time and how lately its nodes said something.
     *
     * @param versions of the declared world, of addresses and of the cluster's secrets
     */
    record State(String versions, List<Machine> machines) {
    }

    private record Known(State state, List<SiteNode> nodes) {
    }

    /** One snapshot; {@code nodes} are those that are remembered, if nothing changed. */
    private record Snapshot(Cluster cluster, State state, List<Proof> proofs, Map<MachineId, Instant> heard,
                            Optional<List<SiteNode>> nodes, Facts facts) {
    }

    /** What only matters if something changed. */
    private record Facts(List<Node> nodes, Map<String, Ipv4> addresses, Map<Sha256, FingerprintStore.Stored> prints,
                         Set<MachineId> served) {
        static final Facts NONE = new Facts(List.of(), Map.of(), Map.of(), Set.of());
    }

    /** Refused {@code NOT_FOUND}, or {@code CONFLICT} if Mayastor is off. */
    Outcome<Seen> look(String name) {
        Optional<Snapshot> snapshot = stores.database().reading(connection -> snapshot(connection, name));
        if (snapshot.isEmpty()) {
            remembered.remove(name);
            return Words.undeclared(name);
        }
        Snapshot now = snapshot.get();
        if (!now.cluster().mayastor().enabled()) {
            return Outcome.refused(Outcome.Why.CONFLICT, "clusters/" + name + "#/mayastor/enabled",
                    "cluster " + name + " is declared without Mayastor, so there is nothing to hand over",
                    "Enable mayastor in its declaration");
        }
        List<SiteNode> nodes = now.nodes().orElseGet(() -> nodes(now));
        remembered.put(name, new SoftReference<>(new Known(now.state(), nodes)));
        List<SiteNode> heard = nodes.stream().map(node -> heard(node, now.heard())).toList();
        Site site = new Site(now.cluster(), heard, ValidProofs.of(now.proofs(), heard), clock.instant());
        return new Outcome.Done<>(new Seen(site, Plans.of(site), new Stamp(now.state(), now.proofs())));
    }

    /** By which it can be told later whether a cluster is still as it was seen. */
    record Stamp(State state, List<Proof> proofs) {
    }

    /** True if a transaction sees the cluster as it was when that was put together. */
    boolean isAsItWas(Connection connection, Seen seen) throws SQLException {
        return hasItsNodes(connection, seen)
                && proofs.of(connection, seen.cluster()).equals(seen.stamp().proofs());
    }

    /** The same, whatever was measured since. */
    boolean hasItsNodes(Connection connection, Seen seen) throws SQLException {
        String name = seen.cluster();
        return stores.declared().world(connection).cluster(name).isPresent()
                && state(connection, name).equals(seen.stamp().state());
    }

    private State state(Connection connection, String cluster) throws SQLException {
        return new State(served.versions(connection, cluster), stores.machines().ofCluster(connection, cluster));
    }

    private Optional<Snapshot> snapshot(Connection connection, String name) throws SQLException {
        World world = stores.declared().world(connection);
        Optional<Cluster> cluster = world.cluster(name);
        if (cluster.isEmpty()) {
            return Optional.empty();
        }
        State state = state(connection, name);
        Map<MachineId, Instant> heard = new HashMap<>();
        for (Machine machine : state.machines()) {
            lines.heard(connection, machine.id()).ifPresent(at -> heard.put(machine.id(), at));
        }
        Optional<Known> known = Optional.ofNullable(remembered.get(name)).map(SoftReference::get)
                .filter(one -> one.state().equals(state));
        return Optional.of(new Snapshot(cluster.get(), state, proofs.of(connection, name), heard,
                known.map(Known::nodes), known.isPresent() ? Facts.NONE : facts(connection, world, name, state)));
    }

    private Facts facts(Connection connection, World world, String name, State state) throws SQLException {
        Map<Sha256, FingerprintStore.Stored> prints = new HashMap<>();
        Set<MachineId> with = new HashSet<>();
        for (Machine machine : state.machines()) {
            Sha256 hash = machine.evidence().fingerprint();
            stores.fingerprints().find(connection, hash).ifPresent(print -> prints.put(hash, print));
            if (served.last(connection, machine.id()).isPresent()) {
                with.add(machine.id());
            }
        }
        List<Node> nodes = world.nodes().stream().filter(node -> node.cluster().equals(name))
                .sorted(Comparator.comparing(Node::name)).toList();
        return new Facts(nodes, stores.addresses().byNode(connection), prints, with);
    }

    private List<SiteNode> nodes(Snapshot now) {
        List<SiteNode> nodes = new ArrayList<>();
        for (Node node : now.facts().nodes()) {
            List<Machine> machines = now.state().machines().stream()
                    .filter(machine -> machine.place().map(Place::node).equals(Optional.of(node.name())))
                    .sorted(Comparator.comparing((Machine machine) -> machine.installed().isEmpty())).toList();
            Optional<Ipv4> storage = node.storage().or(() -> Optional.ofNullable(
                    now.facts().addresses().get(node.name())));
            nodes.add(new SiteNode(node, machines.stream().findFirst()
                    .map(machine -> hardware(now.facts(), machine, storage)), storage,
                    machines.stream().skip(1).map(Machine::id).toList()));
        }
        return nodes;
    }

    private SiteNode.Hardware hardware(Facts facts, Machine machine, Optional<Ipv4> storage) {
        Optional<FingerprintStore.Stored> print = Optional.ofNullable(
                facts.prints().get(machine.evidence().fingerprint()));
        Optional<SiteNode.Served> says = facts.served().contains(machine.id())
                ? configurations.served(machine.id(), storage, print.map(FingerprintStore.Stored::fingerprint))
                : Optional.empty();
        return new SiteNode.Hardware(machine.id(), machine.stage().label(), machine.installed(), Optional.empty(),
                machine.obstacles().stream().map(Obstacle::text).toList(),
                print.map(FingerprintStore.Stored::fingerprint),
                print.map(FingerprintStore.Stored::taken).orElse(machine.evidence().at()), machine.claims(), says);
    }

    private static SiteNode heard(SiteNode node, Map<MachineId, Instant> heard) {
        return new SiteNode(node.node(), node.machine().map(one -> new SiteNode.Hardware(one.id(), one.stage(),
                one.installed(), Optional.ofNullable(heard.get(one.id())), one.obstacles(), one.fingerprint(),
                one.seen(), one.claims(), one.served())), node.storage(), node.others());
    }
}
