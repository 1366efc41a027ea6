package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Node.DiskOfNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Checks what is declared against each other. Used once. */
final class WorldCheck {
    private final World world;
    private final Set<String> unread;
    private final Map<String, Cluster> clusters = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    WorldCheck(World world, Set<String> unread) {
        this.world = world;
        this.unread = unread;
        world.clusters().forEach(cluster -> clusters.putIfAbsent(cluster.name(), cluster));
    }

    List<Problem> problems() {
        names();
        storageNetworks();
        world.clusters().forEach(this::domains);
        Map<Ipv4, String> addresses = new HashMap<>();
        Map<String, String> machines = new HashMap<>();
        Map<String, String> serials = new HashMap<>();
        for (Node node : world.nodes()) {
            cluster(node, node.cluster()).ifPresent(cluster -> node(node, cluster));
            node.storage().ifPresent(address -> once(addresses, address, node, "/storage",
                    "the address " + address, "Give each node its own"));
            node.machine().ifPresent(key -> once(machines, plain(key), node, "/machine", "the machine " + key,
                    "A machine is one node: correct one of them"));
            for (int i = 0; i < node.disks().size(); i++) {
                DiskOfNode disk = node.disks().get(i);
                once(serials, disk.serial().toLowerCase(Locale.ROOT), node, "/disks/" + i + "/serial",
                        "the disk " + disk.serial(), "A disk is in one machine: correct one of them");
            }
        }
        new WorldCheckManagement(world, clusters, addresses, problems).check();
        world.policies().forEach(policy -> cluster(policy, policy.cluster())
                .ifPresent(cluster -> policy(policy, cluster)));
        return List.copyOf(problems);
    }

    private void names() {
        Map<String, Integer> seen = new TreeMap<>();
        world.all().forEach(one -> seen.merge(key(one), 1, Integer::sum));
        seen.forEach((key, count) -> {
            if (count > 1) {
                problems.add(new Problem(key + "#/name", "this name is there " + count + " times",
                        "Give each its own name"));
            }
        });
    }

    private static String key(Declared declared) {
        return declared.kind().folder() + "/" + declared.name();
    }

    private void problem(Declared at, String pointer, String what, String mend) {
        problems.add(new Problem(key(at) + "#" + pointer, what, mend));
    }

    private <K> void once(Map<K, String> seen, K value, Node node, String pointer, String what, String mend) {
        String before = seen.putIfAbsent(value, node.name());
        if (before != null && !before.equals(node.name())) {
            problem(node, pointer, what + " is node " + before + "'s already", mend);
        }
    }

    /** One form for what names the same machine. */
    private static String plain(String key) {
        try {
            return Mac.parse(key).toString();
        } catch (Malformed noMac) {
            return key.toLowerCase(Locale.ROOT);
        }
    }

    private Optional<Cluster> cluster(Declared of, String name) {
        Optional<Cluster> cluster = Optional.ofNullable(clusters.get(name));
        if (cluster.isEmpty() && !unread.contains(name)) {
            problem(of, "/cluster", "there is no cluster " + name, clusters.isEmpty() ? "Declare it"
                    : "Declare it, or take one of: " + String.join(", ", clusters.keySet().stream().sorted().toList()));
        }
        return cluster;
    }

    private void node(Node node, Cluster cluster) {
        if (!node.zone().isEmpty()) {
            zone(node, "/zone", node.zone(), cluster);
        }
        if (node.storage().isPresent()) {
            address(node, node.storage().get(), cluster);
        } else if (cluster.storage().isPresent() && cluster.storage().get().pool().isEmpty()) {
            problem(node, "/storage", "is missing, and the storage network of cluster " + cluster.name()
                    + " has no pool to take an address from", "Add 'storage: ...' here, or 'pool: ...' there");
        }
    }

    private void address(Node node, Ipv4 address, Cluster cluster) {
        Optional<Subnet> subnet = cluster.storage().map(StorageNetwork::subnet);
        if (subnet.isEmpty()) {
            problem(node, "/storage", "cluster " + cluster.name() + " has no storage network",
                    "Remove it, or add 'storage: ...' to the cluster");
        } else if (!subnet.get().contains(address)) {
            problem(node, "/storage", address + " is outside of the storage network " + subnet.get() + " of cluster "
                    + cluster.name(), "Take an address inside");
        } else if (!Addresses.isHost(subnet.get(), address)) {
            problem(node, "/storage", address + " is the network's own or its broadcast address", "Take another");
        }
    }

    private void zone(Declared of, String pointer, String zone, Cluster cluster) {
        if (!cluster.zones().isEmpty() && !cluster.zones().contains(zone)) {
            problem(of, pointer, "cluster " + cluster.name() + " has no zone " + zone,
                    "Take one of: " + String.join(", ", cluster.zones()) + "; or add it there");
        }
    }

    /** Replicas in different zones need as many zones. */
    private void domains(Cluster cluster) {
        MayastorPlan plan = cluster.mayastor();
        int zones = cluster.zones().size();
        if (plan.enabled() && plan.handoff().domain() == Handoff.Domain.ZONE && zones > 0 && plan.replicas() > zones) {
            problem(cluster, "/mayastor/replicas", plan.replicas() + " replicas in different zones, and the cluster has"
                    + " " + (zones == 1 ? "one zone" : zones + " zones"), "Ask for fewer, or add zones");
        }
    }

    private void policy(Policy policy, Cluster cluster) {
        new TreeMap<>(policy.zone().bySwitch()).forEach((name, zone) -> zone(policy,
                "/zone/by-switch/" + name.replace("~", "~0").replace("/", "~1"), zone, cluster));
        policy.zone().fixed().ifPresent(zone -> zone(policy, "/zone/fixed", zone, cluster));
        if (cluster.storage().isPresent() && cluster.storage().get().pool().isEmpty()) {
            problem(policy, "/cluster", "the storage network of cluster " + cluster.name()
                    + " has no pool, so this policy's nodes could get no address", "Add 'pool: ...' to the cluster");
        }
    }

    /** Clusters may share a storage network, but not half of it, and no address may be in two pools. */
    private void storageNetworks() {
        List<Cluster> with = world.clusters().stream().filter(cluster -> cluster.storage().isPresent()).toList();
        for (int i = 0; i < with.size(); i++) {
            for (int j = 0; j < i; j++) {
                pair(with.get(i), with.get(i).storage().orElseThrow(), with.get(j).name(),
                        with.get(j).storage().orElseThrow());
            }
        }
    }

    private void pair(Cluster at, StorageNetwork one, String other, StorageNetwork two) {
        if (!one.subnet().equals(two.subnet()) && overlap(one.subnet(), two.subnet())) {
            problem(at, "/storage/subnet", one.subnet() + " overlaps with the storage network " + two.subnet()
                    + " of cluster " + other, "Make them the same or separate");
        }
        if (one.pool().isPresent() && two.pool().isPresent() && one.pool().get().overlaps(two.pool().get())) {
            problem(at, "/storage/pool", one.pool().get() + " overlaps with the pool " + two.pool().get()
                    + " of cluster " + other, "Give each cluster its own addresses");
        }
    }

    private static boolean overlap(Subnet one, Subnet two) {
        return one.contains(two.network()) || two.contains(one.network());
    }
}
