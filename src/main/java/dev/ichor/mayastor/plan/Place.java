package dev.ichor.mayastor.plan;

import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Node.NicOfNode.Use;
import dev.ichor.inventory.Node;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Nic;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        String fabric = nics(cluster, node, fingerprint).stream().flatMap(nic -> nic.lldp().stream())
                .map(lldp -> lldp.system().isBlank() ? lldp.chassis().strip() : lldp.system().strip())
                .filter(name -> !name.isEmpty()).distinct().sorted().collect(Collectors.joining("+"));
        return new Place(node.zone(), node.labels().getOrDefault(RACK, "").strip(), fabric);
    }

    /** The NICs that carry the storage network, chosen as the node's configuration chooses them. */
    static List<Nic> nics(Cluster cluster, Node node, Fingerprint fingerprint) {
        List<Nic> nics = fingerprint.nics();
        List<Nic> free = nics.stream().filter(nic -> !has(node, nic, Use.UNUSED)).toList();
        List<Nic> wished = nics.stream().filter(nic -> has(node, nic, Use.STORAGE)).toList();
        Optional<Nic> management = free.stream().filter(nic -> has(node, nic, Use.MANAGEMENT)).findFirst()
                .or(() -> free.stream().filter(Nic::booted).findFirst())
                .or(() -> free.stream().filter(nic -> nic.link() && !wished.contains(nic)).findFirst());
        List<Nic> shared = management.stream().toList();
        if (cluster.storage().isEmpty() || !wished.isEmpty()) {
            return wished.isEmpty() ? shared : wished;
        }
        List<Nic> up = free.stream().filter(nic -> nic.link() && !shared.contains(nic))
                .sorted(Comparator.comparing((Nic nic) -> nic.speed().orElse(0)).reversed()).toList();
        return switch (cluster.storage().get().link()) {
            case SHARED -> shared;
            case AUTO -> up.isEmpty() ? shared : List.of(up.getFirst());
            case SEPARATE -> up.stream().limit(1).toList();
            case BOND -> up.stream().filter(nic -> nic.speed().equals(up.getFirst().speed())).toList();
        };
    }

    private static boolean has(Node node, Nic nic, Use use) {
        return node.nics().stream().anyMatch(wish -> wish.use() == use && wish.mac().equals(nic.mac()));
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
