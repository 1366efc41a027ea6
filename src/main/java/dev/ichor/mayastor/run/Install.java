package dev.ichor.mayastor.run;

import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run must know of a plan. It stands in the bundle, so that a bundle can be installed by itself.
 *
 * @param cluster   its name
 * @param chart     which is installed
 * @param namespace of everything
 * @param release   of Helm
 * @param replicas  of the volume that is tried
 * @param hugepages 2-MiB pages that the io-engine takes of each storage node
 * @param storage   network of Mayastor, e.g. {@code 10.10.0.0/24}; empty: the nodes' own
 * @param nodes     storage nodes, by name
 */
public record Install(String cluster, Chart chart, String namespace, String release, int replicas, int hugepages,
                      String storage, List<Node> nodes) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    public Install {
        nodes = List.copyOf(nodes);
    }

    /** A chart. @param poolApi the version of {@code openebs.io} in which it serves DiskPools */
    public record Chart(String name, String version, String mayastor, String repository, String poolApi) {
    }

    /**
     * A storage node.
     *
     * @param domain  what fails as one with it
     * @param storage address in the storage network; empty if there is none
     */
    public record Node(String name, String domain, String storage, List<Disk> disks) {
        public Node {
            disks = List.copyOf(disks);
        }
    }

    /** A pool disk. @param link {@code /dev/disk/by-id/…} @param kept whether it carries this very pool already */
    public record Disk(String pool, String serial, String model, String link, long bytes, boolean kept) {
    }

    public static Install of(HandoffPlan plan) {
        Names names = Names.of(plan);
        Map<String, String> domains = new TreeMap<>();
        plan.domains().members().forEach((domain, nodes) -> nodes.forEach(node -> domains.put(node, domain)));
        return new Install(plan.cluster().name(), new Chart(plan.chart().name(), plan.chart().version(),
                plan.chart().mayastor(), plan.chart().repository(), plan.chart().poolApi()), names.namespace(),
                names.release(), plan.replicas(), plan.engine().hugepages(),
                plan.cluster().storage().map(network -> network.subnet().toString()).orElse(""),
                plan.nodes().stream().map(node -> new Node(node.name(),
                        domains.getOrDefault(node.name(), node.name()),
                        node.storage().map(Object::toString).orElse(""),
                        node.pools().stream().map(Install::disk).toList())).toList());
    }

    private static Disk disk(HandoffPlan.Pool pool) {
        return new Disk(pool.name(), pool.serial(), pool.model(), pool.link(), pool.bytes(), pool.kept());
    }

    /** As maps and lists, for {@code bundle.json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cluster", cluster);
        map.put("chart", pairs("name", chart.name(), "version", chart.version(), "mayastor", chart.mayastor(),
                "repository", chart.repository(), "poolApi", chart.poolApi()));
        map.put("namespace", namespace);
        map.put("release", release);
        map.put("replicas", replicas);
        map.put("hugepages", hugepages);
        map.put("storage", storage);
        map.put("nodes", nodes.stream().map(node -> pairs("name", node.name(), "domain", node.domain(), "storage",
                node.storage(), "disks", node.disks().stream().map(disk -> pairs("pool", disk.pool(), "serial",
                        disk.serial(), "model", disk.model(), "link", disk.link(), "bytes", disk.bytes(), "kept",
                        disk.kept())).toList())).toList());
        return map;
    }

    private static Map<String, Object> pairs(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** Of a {@code bundle.json}; empty if that is none, or lacks something. */
    public static Optional<Install> read(String bundle) {
        try {
            Install install = MAPPER.treeToValue(MAPPER.readTree(bundle).path("install"), Install.class);
            boolean whole = install != null && install.cluster() != null && install.chart() != null
                    && install.namespace() != null && install.release() != null && !install.nodes().isEmpty()
                    && install.nodes().stream().allMatch(node -> node.name() != null && !node.disks().isEmpty()
                    && node.disks().stream().allMatch(disk -> disk.pool() != null && disk.serial() != null
                    && disk.link() != null));
            return whole ? Optional.of(install) : Optional.empty();
        } catch (JacksonException | NullPointerException e) {
            return Optional.empty();
        }
    }

    /** All pool disks with their nodes, by node. */
    public List<Placed> disks() {
        return nodes.stream().flatMap(node -> node.disks().stream().map(disk -> new Placed(node.name(), disk)))
                .toList();
    }

    /** A disk where it is. */
    public record Placed(String node, Disk disk) {
        /** As proofs name it. */
        public String subject() {
            return node + "/" + disk.serial();
        }
    }

    /** Domains by node. */
    Map<String, String> domains() {
        return nodes.stream().collect(Collectors.toMap(Node::name, Node::domain));
    }
}
