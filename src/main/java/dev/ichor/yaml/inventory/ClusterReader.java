package dev.ichor.yaml.inventory;

import dev.ichor.base.Subnet;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.NodeNames;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.yaml.Fields;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads a cluster. */
final class ClusterReader {
    private static final int LEAST_MTU = 1280;
    private static final int MOST_MTU = 9216;

    private ClusterReader() {
    }

    /** A subnet, and the key behind which it stands. */
    private record Placed(String key, Subnet subnet) {
    }

    static Optional<Cluster> read(Fields fields, String name) {
        fields.require("endpoint", "talos", "kubernetes");
        Optional<URI> endpoint = fields.parsed("endpoint", Forms::endpoint);
        Optional<String> talos = fields.parsed("talos", Forms::version);
        Optional<String> kubernetes = fields.parsed("kubernetes", Forms::version);
        List<Subnet> pods = subnets(fields, "pods", Cluster.PODS);
        List<Subnet> services = subnets(fields, "services", Cluster.SERVICES);
        Optional<StorageNetwork> storage = fields.fields("storage").flatMap(ClusterReader::storage);
        List<String> zones = fields.listOf("zones", NodeNames::label);
        if (new HashSet<>(zones).size() < zones.size()) {
            fields.problem("zones", "a zone is there twice", "Remove one of them");
        }
        MayastorPlan mayastor = fields.fields("mayastor").map(ClusterReader::mayastor).orElse(MayastorPlan.DEFAULT);
        overlaps(fields, pods, services, storage);
        fields.finish();
        if (endpoint.isEmpty() || talos.isEmpty() || kubernetes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Cluster(name, endpoint.get(), talos.get(), kubernetes.get(), pods, services, storage,
                zones, mayastor));
    }

    private static List<Subnet> subnets(Fields fields, String key, List<Subnet> usual) {
        if (fields.node(key).isEmpty()) {
            return usual;
        }
        List<Subnet> subnets = fields.listOf(key, Forms::subnet);
        if (fields.list(key).isEmpty()) {
            fields.problem(key, "an empty list", "Give a subnet, or leave the key out");
        }
        return subnets;
    }

    private static Optional<StorageNetwork> storage(Fields fields) {
        fields.require("subnet");
        Optional<Subnet> subnet = fields.parsed("subnet", Forms::subnet);
        Optional<Long> vlan = fields.integer("vlan", 1, 4094);
        int mtu = fields.integer("mtu", LEAST_MTU, MOST_MTU).map(Long::intValue).orElse(StorageNetwork.MTU);
        Optional<StorageNetwork.Pool> pool = fields.parsed("pool", Forms::pool);
        if (subnet.isPresent() && pool.isPresent()
                && !(subnet.get().contains(pool.get().first()) && subnet.get().contains(pool.get().last()))) {
            fields.problem("pool", pool.get() + " is outside of the subnet " + subnet.get(), "Take addresses inside");
        }
        fields.finish();
        return subnet.map(net -> new StorageNetwork(net, vlan.map(id -> OptionalInt.of(id.intValue()))
                .orElse(OptionalInt.empty()), mtu, pool));
    }

    private static MayastorPlan mayastor(Fields fields) {
        boolean enabled = fields.flag("enabled").orElse(MayastorPlan.DEFAULT.enabled());
        String chart = fields.parsed("chart-version", Forms::chartVersion).orElse("");
        int replicas = fields.integer("replicas", 1, 5).map(Long::intValue).orElse(MayastorPlan.DEFAULT.replicas());
        fields.finish();
        return new MayastorPlan(enabled, chart, replicas);
    }

    private static void overlaps(Fields fields, List<Subnet> pods, List<Subnet> services,
                                 Optional<StorageNetwork> storage) {
        List<Placed> all = new ArrayList<>();
        pods.forEach(subnet -> all.add(new Placed("pods", subnet)));
        services.forEach(subnet -> all.add(new Placed("services", subnet)));
        storage.ifPresent(network -> all.add(new Placed("storage", network.subnet())));
        Set<String> told = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                Placed one = all.get(i);
                Placed two = all.get(j);
                if ((one.subnet().contains(two.subnet().network()) || two.subnet().contains(one.subnet().network()))
                        && told.add(one.key() + one.subnet() + two.key() + two.subnet())) {
                    fields.problem(one.key(), one.subnet() + " overlaps with " + two.subnet() + " of '" + two.key()
                            + "'", "Give each network its own addresses");
                }
            }
        }
    }
}
