package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.bundle.NodeLabels;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import dev.ichor.mayastor.text.YamlText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The DiskPools. Mayastor overwrites whatever is on a pool's disk: the files are applied only after the checks of the
 * nodes' disks. Neither the disk nor the expansion of a pool can be changed later.
 */
final class PoolFiles {
    private final HandoffPlan plan;

    private PoolFiles(HandoffPlan plan) {
        this.plan = plan;
    }

    static List<BundleFile> of(HandoffPlan plan) {
        PoolFiles files = new PoolFiles(plan);
        return plan.nodes().stream().flatMap(node -> node.pools().stream().map(pool -> files.file(node, pool)))
                .toList();
    }

    private BundleFile file(StorageNode node, Pool pool) {
        Map<String, Object> spec = Tree.map("node", pool.node(), "disks", List.of("aio://" + pool.link()),
                "topology", Tree.map("labelled", labels(node, pool)));
        // The API server drops fields that the version does not know, without a word. Mayastor 2.9 spelled the
        // cluster's size otherwise.
        if (plan.chart().poolApi().equals("v1beta3") && Since.of(plan.chart().mayastor(), 2, 10)) {
            if (!pool.clusterSize().isEmpty()) {
                spec.put("clusterSize", pool.clusterSize());
            }
            if (!pool.maxExpansion().isEmpty()) {
                spec.put("maxExpansion", pool.maxExpansion());
            }
        }
        return BundleFile.of("manifests/pools/" + pool.name() + ".yaml", "# " + pool.model() + ", serial "
                + pool.serial() + ", " + pool.bytes() + " bytes" + (pool.kept() ? "; carries this pool already" : "")
                + "\n" + YamlText.of(Tree.map("apiVersion", "openebs.io/" + plan.chart().poolApi(), "kind", "DiskPool",
                "metadata", Tree.map("name", pool.name(), "namespace", Names.of(plan).namespace()), "spec", spec)));
    }

    private static Map<String, String> labels(StorageNode node, Pool pool) {
        Map<String, String> out = new TreeMap<>();
        out.put("node", node.name());
        put(out, "zone", node.zone());
        put(out, "rack", node.rack());
        put(out, "switch", node.fabric());
        out.putAll(pool.topology());
        return out;
    }

    private static void put(Map<String, String> out, String key, String value) {
        if (!value.isEmpty()) {
            out.put(key, NodeLabels.value(value));
        }
    }
}
