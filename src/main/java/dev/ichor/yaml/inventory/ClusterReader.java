package dev.ichor.yaml.inventory;

import dev.ichor.base.Problems;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.NodeNames;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.TalosPlan;
import dev.ichor.yaml.Fields;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a cluster. */
final class ClusterReader {
    private ClusterReader() {
    }

    /** A subnet, and the key behind which it stands. */
    private record Placed(String key, Subnet subnet) {
    }

    static Optional<Cluster> read(Fields fields, String name, Problems problems) {
        fields.require("endpoint", "talos", "kubernetes");
        Optional<URI> endpoint = fields.parsed("endpoint", Forms::endpoint);
        Optional<String> talos = fields.parsed("talos", Forms::version);
        Optional<String> kubernetes = fields.parsed("kubernetes", Forms::version);
        List<Subnet> pods = subnets(fields, "pods", Cluster.PODS);
        List<Subnet> services = subnets(fields, "services", Cluster.SERVICES);
        Optional<StorageNetwork> storage = fields.fields("storage")
                .flatMap(network -> NetworkReader.storage(network, problems));
        Management management = fields.fields("management").map(NetworkReader::management).orElse(Management.NONE);
        List<String> zones = fields.listOf("zones", NodeNames::label);
        if (new HashSet<>(zones).size() < zones.size()) {
            fields.problem("zones", "a zone is there twice", "Remove one of them");
        }
        MayastorPlan mayastor = fields.fields("mayastor").map(PlanReader::mayastor).orElse(MayastorPlan.DEFAULT);
        TalosPlan plan = PlanReader.talos(fields, problems);
        overlaps(fields, pods, services, storage, management);
        fields.finish();
        if (endpoint.isEmpty() || talos.isEmpty() || kubernetes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Cluster(name, endpoint.get(), talos.get(), kubernetes.get(), pods, services, storage,
                zones, mayastor, management, plan));
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

    private static void overlaps(Fields fields, List<Subnet> pods, List<Subnet> services,
                                 Optional<StorageNetwork> storage, Management management) {
        List<Placed> all = new ArrayList<>();
        pods.forEach(subnet -> all.add(new Placed("pods", subnet)));
        services.forEach(subnet -> all.add(new Placed("services", subnet)));
        storage.ifPresent(network -> all.add(new Placed("storage", network.subnet())));
        management.subnet().ifPresent(subnet -> all.add(new Placed("management", subnet)));
        Set<String> told = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                Placed one = all.get(i);
                Placed two = all.get(j);
                if (NetworkReader.overlap(one.subnet(), two.subnet())
                        && told.add(one.key() + one.subnet() + two.key() + two.subnet())) {
                    fields.problem(one.key(), one.subnet() + " overlaps with " + two.subnet() + " of '" + two.key()
                            + "'", "Give each network its own addresses");
                }
            }
        }
    }
}
