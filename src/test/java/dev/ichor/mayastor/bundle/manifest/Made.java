package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.Handoff.Domain;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.TalosPlan;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.HandoffPlan.Capacity;
import dev.ichor.mayastor.plan.HandoffPlan.Domains;
import dev.ichor.mayastor.plan.HandoffPlan.Engine;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.Quorum;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import dev.ichor.talos.node.Parts;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Plans made by hand: nodes {@code worker-1} and so on, each with two pools. */
record Made(Chart chart, int nodes, String talos, LocalVolume local, boolean network, Handoff handoff,
            List<Integer> cores, int hugepages) {
    static final Chart UMBRELLA = new Chart(Handoff.Chart.OPENEBS, "4.5.1", "2.11.1", "v1beta3");
    static final Chart STANDALONE = new Chart(Handoff.Chart.MAYASTOR, "2.11.1", "2.11.1", "v1beta3");
    static final Chart OLD = new Chart(Handoff.Chart.MAYASTOR, "2.7.1", "2.7.1", "v1beta2");
    static final Made GOOD = new Made(UMBRELLA, 3, "v1.13.9", LocalVolume.AUTO, true, Handoff.DEFAULT, List.of(2, 3),
            1024);

    Made with(Chart other) {
        return new Made(other, nodes, talos, local, network, new Handoff(other.kind(), handoff.domain(),
                handoff.registry(), handoff.fioImage(), handoff.prices()), cores, hugepages);
    }

    Made nodes(int count) {
        return new Made(chart, count, talos, local, network, handoff, cores, hugepages);
    }

    Made talos(String version) {
        return new Made(chart, nodes, version, local, network, handoff, cores, hugepages);
    }

    Made local(LocalVolume other) {
        return new Made(chart, nodes, talos, other, network, handoff, cores, hugepages);
    }

    Made withoutNetwork() {
        return new Made(chart, nodes, talos, local, false, handoff, cores, hugepages);
    }

    Made registry(String registry) {
        return new Made(chart, nodes, talos, local, network, new Handoff(chart.kind(), handoff.domain(), registry,
                handoff.fioImage(), handoff.prices()), cores, hugepages);
    }

    Made domain(Domain domain) {
        return new Made(chart, nodes, talos, local, network, new Handoff(chart.kind(), domain, handoff.registry(),
                handoff.fioImage(), handoff.prices()), cores, hugepages);
    }

    Made engine(int pages, List<Integer> on) {
        return new Made(chart, nodes, talos, local, network, handoff, on, pages);
    }

    HandoffPlan plan() {
        StorageNetwork storage = new StorageNetwork(Parts.subnet("10.10.0.0/24"), OptionalInt.empty(), 9000,
                Optional.empty());
        Cluster cluster = new Cluster("prod", URI.create("https://10.0.0.5:6443"), talos, "v1.36.3", Cluster.PODS,
                Cluster.SERVICES, network ? Optional.of(storage) : Optional.empty(), List.of(), new MayastorPlan(true,
                chart.version(), 3, cores.size(), true, hugepages, false, local, handoff), Management.NONE,
                TalosPlan.DEFAULT);
        List<StorageNode> all = new ArrayList<>();
        Map<String, List<String>> members = new TreeMap<>();
        for (int i = 1; i <= nodes; i++) {
            all.add(node(i));
            members.put(handoff.domain() == Domain.NODE ? "worker-" + i : "rack " + i, List.of("worker-" + i));
        }
        int replicas = Math.min(3, nodes);
        return new HandoffPlan(cluster, chart, all, new Quorum(nodes, "production", ""),
                new Domains(handoff.domain(), members, ""), new Capacity(replicas, 1, 0, 1, 0, 100, ""),
                new Engine(cores, hugepages, ""), Optional.empty(), List.of(), Optional.empty(), List.of());
    }

    private StorageNode node(int number) {
        String name = "worker-" + number;
        Optional<Ipv4> address = network ? Optional.of(Parts.ip("10.10.0.10").plus(number)) : Optional.empty();
        return new StorageNode(name, "zone-" + number, "rack " + number, "", address, List.of(pool(name, number, 0),
                pool(name, number, 1)));
    }

    private static Pool pool(String node, int number, int disk) {
        String serial = "SER" + number + disk;
        return new Pool(node + "-0000000" + disk, node, serial, "eui." + number + disk, "Fast",
                "/dev/disk/by-id/nvme-Fast_" + serial, 1_920_383_410_176L, "16MiB", "1x", disk == 1,
                Map.of("tier", "nvme"));
    }

    BundleFile file(String path) {
        return Manifests.of(plan()).stream().filter(file -> file.path().equals(path)).findFirst().orElseThrow();
    }

    Object yaml(String path) {
        return yaml(file(path));
    }

    static Object yaml(BundleFile file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<Object> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(options)).loadAll(file.text()).forEach(documents::add);
        return documents.size() == 1 ? documents.getFirst() : documents;
    }

    /** The value at a path of keys and of indexes into lists; null if there is none. */
    static Object at(Object tree, Object... path) {
        Object out = tree;
        for (Object step : path) {
            out = switch (out) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list -> list.get((Integer) step);
                case null, default -> null;
            };
        }
        return out;
    }
}
