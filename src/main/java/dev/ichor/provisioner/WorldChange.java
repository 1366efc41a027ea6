package dev.ichor.provisioner;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.MachineKey;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Policy;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.World;
import dev.ichor.machine.Machine;
import dev.ichor.store.AddressStore;
import dev.ichor.store.DeclaredStore;
import dev.ichor.yaml.inventory.InventoryFile;
import dev.ichor.yaml.inventory.InventoryReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Changes of the declared world: whether machines, addresses and the rest of the world let them be, and their making.
 */
final class WorldChange {
    private final Stores stores;
    private final NodeBook nodes;

    WorldChange(Stores stores, NodeBook nodes) {
        this.stores = stores;
        this.nodes = nodes;
    }

    /**
     * One thing that changes.
     *
     * @param before empty if it is new
     * @param after  empty if it goes
     * @param path   of its file; empty if it goes
     * @param source the file's text; empty if there is none
     */
    record Step(Optional<Declared> before, Optional<Declared> after, String path, Optional<String> source) {
        Declared thing() {
            return after.or(this::before).orElseThrow();
        }
    }

    /** The world with all the steps made. */
    static World after(World now, List<Step> steps) {
        Map<String, Cluster> clusters = new TreeMap<>();
        Map<String, Node> nodes = new TreeMap<>();
        Map<String, Policy> policies = new TreeMap<>();
        now.clusters().forEach(cluster -> clusters.put(cluster.name(), cluster));
        now.nodes().forEach(node -> nodes.put(node.name(), node));
        now.policies().forEach(policy -> policies.put(policy.name(), policy));
        for (Step step : steps) {
            boolean goes = step.after().isEmpty();
            switch (step.thing()) {
                case Cluster cluster -> put(clusters, cluster, goes);
                case Node node -> put(nodes, node, goes);
                case Policy policy -> put(policies, policy, goes);
            }
        }
        return new World(List.copyOf(clusters.values()), List.copyOf(nodes.values()), List.copyOf(policies.values()));
    }

    private static <T extends Declared> void put(Map<String, T> things, T thing, boolean goes) {
        if (goes) {
            things.remove(thing.name());
        } else {
            things.put(thing.name(), thing);
        }
    }

    /** Everything that speaks against the steps. */
    List<Problem> problems(Connection connection, World wanted, List<Step> steps) throws SQLException {
        Problems problems = new Problems();
        problems.addAll(wanted.problems());
        Map<String, AddressStore.Given> pooled = stores.addresses().all(connection).stream()
                .filter(AddressStore.Given::pooled).collect(Collectors.toMap(AddressStore.Given::node, given -> given));
        for (Step step : steps) {
            if (step.thing() instanceof Node node) {
                node(connection, step, node, problems);
            }
        }
        given(wanted, pooled, problems);
        return problems.list();
    }

    /** A node that a machine is stays that machine's, in its cluster. */
    private void node(Connection connection, Step step, Node node, Problems problems) throws SQLException {
        Optional<Machine> machine = step.before().isEmpty() ? Optional.empty()
                : stores.machines().ofNode(connection, node.name());
        if (machine.isEmpty()) {
            return;
        }
        String where = node.kind().folder() + "/" + node.name();
        String mend = "Take the node away from it first: 'ichor machines unassign " + machine.get().id() + "'";
        if (step.after().isEmpty()) {
            problems.add(where, "machine " + machine.get().id() + " is this node", mend);
            return;
        }
        if (!machine.get().place().orElseThrow().cluster().equals(node.cluster())) {
            problems.add(where + "#/cluster", "machine " + machine.get().id() + " is this node, in cluster "
                    + machine.get().place().get().cluster(), mend);
        }
        boolean renamed = !step.before().map(Node.class::cast).flatMap(Node::machine).equals(node.machine());
        String serial = stores.list().summaries(connection, List.of(machine.get().id().text())).values().stream()
                .map(summary -> summary.serial()).findFirst().orElse("");
        if (renamed && node.machine().filter(key -> !MachineKey.names(key, machine.get().identity(), serial))
                .isPresent()) {
            problems.add(where + "#/machine", "machine " + machine.get().id() + " is this node, and it is not "
                    + node.machine().get(), mend);
        }
    }

    /** What was given from a pool must still fit, and nobody else may declare it. */
    private static void given(World wanted, Map<String, AddressStore.Given> pooled, Problems problems) {
        Map<Ipv4, AddressStore.Given> kept = new java.util.HashMap<>();
        for (AddressStore.Given given : pooled.values()) {
            Optional<Node> node = wanted.node(given.node());
            if (node.isEmpty() || node.get().storage().isPresent() || !node.get().cluster().equals(given.cluster())) {
                continue;
            }
            kept.put(given.address(), given);
            Optional<StorageNetwork> network = wanted.cluster(given.cluster()).flatMap(Cluster::storage);
            if (network.filter(storage -> storage.subnet().contains(given.address())).isEmpty()) {
                problems.add("clusters/" + given.cluster() + "#/storage", "node " + given.node() + " has the address "
                        + given.address() + " from the pool, which would not be in this network",
                        "Delete the node first, or declare another address for it");
            }
        }
        for (Node node : wanted.nodes()) {
            node.storage().map(kept::get).filter(given -> !given.node().equals(node.name())).ifPresent(given ->
                    problems.add("nodes/" + node.name() + "#/storage", "the address " + given.address()
                            + " was given to node " + given.node(), "Declare another one"));
        }
    }

    /** Makes the steps, whose {@link #problems} are none. */
    void make(Ledger.Writing writing, List<Step> steps, Instant at) throws SQLException {
        Connection connection = writing.connection();
        for (Step step : steps) {
            if (step.thing() instanceof Node node && losesAddress(step)) {
                stores.addresses().release(connection, node.name(), at);
            }
        }
        for (Step step : steps) {
            if (step.after().isPresent()) {
                stores.declared().put(connection, new DeclaredStore.Stored(step.after().get(), 1, step.path(),
                        step.source(), ""), at);
            } else {
                stores.declared().delete(connection, step.thing().kind(), step.thing().name());
            }
            writing.worldChanged();
        }
        giveAddresses(connection, stores.declared().world(connection), steps, at);
    }

    private static boolean losesAddress(Step step) {
        if (step.before().isEmpty() || step.after().isEmpty()) {
            return true;
        }
        Node before = (Node) step.before().get();
        Node after = (Node) step.after().get();
        return !before.cluster().equals(after.cluster()) || !before.storage().equals(after.storage());
    }

    /** Declared addresses are kept with the given ones; machines that are nodes get what a new pool has for them. */
    private void giveAddresses(Connection connection, World world, List<Step> steps, Instant at) throws SQLException {
        Set<String> clusters = new HashSet<>();
        Set<String> changed = new HashSet<>();
        steps.stream().filter(step -> step.after().isPresent()).map(Step::thing).forEach(thing ->
                (thing.kind() == Declared.Kind.CLUSTER ? clusters : changed).add(thing.name()));
        Set<String> placed = stores.machines().nodes(connection);
        for (Node node : world.nodes()) {
            boolean touched = changed.contains(node.name()) || clusters.contains(node.cluster());
            if (touched && (node.storage().isPresent() || placed.contains(node.name()))) {
                Optional<Cluster> cluster = world.cluster(node.cluster());
                if (cluster.isPresent()) {
                    nodes.address(connection, cluster.get(), node, at);
                }
            }
        }
    }

    /** Files of things that stay as they are may have other comments now. */
    void keepTexts(Connection connection, InventoryReader.Read read) throws SQLException {
        for (Declared thing : read.world().all()) {
            InventoryFile file = read.files().get(thing.kind().folder() + "/" + thing.name());
            if (file != null) {
                stores.declared().resource(connection, thing, file.path(), file.text());
            }
        }
    }
}
