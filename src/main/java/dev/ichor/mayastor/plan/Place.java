package dev.ichor.mayastor.plan;

import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Node;
import dev.ichor.machine.Fingerprint;
import dev.ichor.mayastor.site.StorageNics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a node stands.
 *
 * @param fabric the switch that the storage NIC hangs on; several, joined by {@code +}, if NICs are bonded
 */
record Place(String zone, String rack, String fabric) {
    private static final String RACK = "rack";

    static Place of(Cluster cluster, Node node, Fingerprint fingerprint) {
        String fabric = StorageNics.of(cluster, node, fingerprint).stream().flatMap(nic -> nic.lldp().stream())
                .map(lldp -> lldp.system().isBlank() ? lldp.chassis().strip() : lldp.system().strip())
                .filter(name -> !name.isEmpty()).distinct().sorted().collect(Collectors.joining("+"));
        return new Place(node.zone(), node.labels().getOrDefault(RACK, "").strip(), fabric);
    }

    /** Labels of the node's pools; values have only what a label may have. */
    Map<String, String> labels() {
        Map<String, String> out = new TreeMap<>();
        put(out, "zone", zone);
        put(out, RACK, rack);
        put(out, "switch", fabric);
        return out;
    }

    private static void put(Map<String, String> out, String key, String value) {
        String clean = value.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[^A-Za-z0-9]+", "");
        clean = clean.substring(0, Math.min(63, clean.length())).replaceAll("[^A-Za-z0-9]+$", "");
        if (!clean.isEmpty()) {
            out.put(key, clean);
        }
    }
}
