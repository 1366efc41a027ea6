package dev.ichor.mayastor.site;

import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Node.NicOfNode;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Nic;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which NICs of a machine carry Mayastor's traffic; the same ones that its configuration names. */
public final class StorageNics {
    private StorageNics() {
    }

    /**
     * Those of the storage network, or the one that the node's own address is on if the cluster has no storage network.
     * Several: they are bonded. Empty if no NIC fits.
     */
    public static List<Nic> of(Cluster cluster, Node node, Fingerprint machine) {
        List<Nic> nics = machine.nics();
        List<Nic> wished = having(node, nics, NicOfNode.Use.STORAGE);
        return !wished.isEmpty() ? wished : cluster.storage().map(network -> byRule(network, node, nics))
                .orElseGet(() -> management(node, nics, free(node, nics)).stream().toList());
    }

    private static List<Nic> free(Node node, List<Nic> nics) {
        List<Nic> unused = having(node, nics, NicOfNode.Use.UNUSED);
        return nics.stream().filter(nic -> !unused.contains(nic)).toList();
    }

    private static List<Nic> having(Node node, List<Nic> nics, NicOfNode.Use use) {
        return nics.stream().filter(nic -> node.nics().stream()
                .anyMatch(wish -> wish.use() == use && wish.mac().equals(nic.mac()))).toList();
    }

    private static Optional<Nic> management(Node node, List<Nic> nics, List<Nic> free) {
        List<Nic> named = having(node, nics, NicOfNode.Use.MANAGEMENT);
        if (!named.isEmpty()) {
            return Optional.of(named.getFirst());
        }
        List<Nic> up = free.stream().filter(Nic::link).toList();
        return free.stream().filter(Nic::booted).findFirst().or(() -> up.stream().findFirst())
                .or(() -> free.stream().findFirst());
    }

    /** The fastest comes first; of NICs of one speed, the first of the fingerprint. */
    private static List<Nic> byRule(StorageNetwork network, Node node, List<Nic> nics) {
        List<Nic> free = free(node, nics);
        Optional<Nic> management = management(node, nics, free);
        List<Nic> up = free.stream().filter(nic -> nic.link() && !management.equals(Optional.of(nic)))
                .sorted(Comparator.comparing((Nic nic) -> nic.speed().orElse(0)).reversed()).toList();
        return switch (network.link()) {
            case AUTO -> up.isEmpty() ? management.stream().toList() : up.subList(0, 1);
            case SHARED -> management.stream().toList();
            case SEPARATE -> up.stream().limit(1).toList();
            case BOND -> up.stream().filter(nic -> nic.speed().equals(up.getFirst().speed())).toList();
        };
    }
}
