package dev.ichor.mayastor.gate;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Addresses;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.mayastor.gate.Scene.Storing;
import dev.ichor.mayastor.site.SiteNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No two nodes of the cluster share an address, a name, a NIC or a machine. */
final class AddressGate {
    private final Scene scene;
    private final Tally tally = new Tally();
    /** How many nodes have it; addresses, names and MACs cannot be taken for one another. */
    private final Map<Object, Integer> owners = new HashMap<>();

    AddressGate(Scene scene) {
        this.scene = scene;
        scene.site().cluster().management().vip().ifPresent(vip -> owners.merge(vip, 1, Integer::sum));
        for (SiteNode node : scene.site().nodes()) {
            node.storage().ifPresent(address -> owners.merge(address, 1, Integer::sum));
            node.node().address().filter(address -> !node.storage().equals(Optional.of(address)))
                    .ifPresent(address -> owners.merge(address, 1, Integer::sum));
            owners.merge(node.node().name(), 1, Integer::sum);
            node.machine().ifPresent(machine -> owners.merge(machine.id(), 1, Integer::sum));
            nics(node).stream().map(Nic::mac).distinct().forEach(mac -> owners.merge(mac, 1, Integer::sum));
        }
    }

    private static List<Nic> nics(SiteNode node) {
        return node.machine().flatMap(SiteNode.Hardware::fingerprint).map(seen -> seen.nics()).orElse(List.of());
    }

    Gate gate() {
        Optional<StorageNetwork> network = scene.site().cluster().storage();
        for (Storing node : scene.storing()) {
            Optional<String> shared = node.node().flatMap(this::shared);
            if (node.node().isEmpty()) {
                tally.red(node.name(), "it is not declared", "ichor nodes list");
            } else if (shared.isPresent()) {
                tally.red(node.name(), shared.get(), "Give each node its own in the inventory, then ichor apply; look"
                        + " with ichor nodes list");
            } else if (network.isPresent()) {
                storage(node, network.get());
            } else {
                management(node);
            }
        }
        return tally.gate("addresses");
    }

    private Optional<String> shared(SiteNode node) {
        if (isTwice(node.node().name())) {
            return Optional.of("two nodes have that name");
        }
        if (!node.others().isEmpty() || node.machine().filter(machine -> isTwice(machine.id())).isPresent()) {
            return Optional.of("its machine is not the only one that is this node, or is two nodes");
        }
        Optional<Ipv4> address = node.storage().filter(this::isTwice)
                .or(() -> node.node().address().filter(this::isTwice));
        if (address.isPresent()) {
            return Optional.of("another node, or the control plane's shared address, has its address "
                    + address.get() + " too");
        }
        return nics(node).stream().map(Nic::mac).filter(this::isTwice).findFirst()
                .map(mac -> "another node's machine has the NIC " + mac + " too");
    }

    private boolean isTwice(Object value) {
        return owners.getOrDefault(value, 0) > 1;
    }

    private void storage(Storing node, StorageNetwork network) {
        Optional<Ipv4> address = node.node().flatMap(SiteNode::storage);
        if (address.isEmpty()) {
            tally.red(node.name(), "it has no address in the storage network " + network.subnet(), "Declare storage at"
                    + " the node, or a pool of addresses at the cluster's storage network, then ichor apply");
        } else if (!Addresses.isHost(network.subnet(), address.get())) {
            tally.red(node.name(), "its address " + address.get() + " is none for a host in the storage network "
                    + network.subnet(), "Declare one of that network at the node, then ichor apply");
        } else {
            tally.green(node.name(), address.get() + " in " + network.subnet() + ", its alone");
        }
    }

    private void management(Storing node) {
        Optional<Ipv4> own = node.declared().flatMap(Node::address);
        List<String> seen = node.node().map(AddressGate::nics).orElse(List.of()).stream().map(Nic::address)
                .filter(address -> !address.isEmpty()).toList();
        if (own.isPresent()) {
            tally.green(node.name(), own.get() + " as declared, its alone; the cluster has no storage network");
        } else if (seen.isEmpty()) {
            tally.unknown(node.name(), "it gets its address by DHCP, and none was seen; the cluster has no storage"
                    + " network", "kubectl get nodes -o wide");
        } else {
            twiceSeen(node, seen);
        }
    }

    private void twiceSeen(Storing node, List<String> seen) {
        Optional<String> other = scene.storing().stream().filter(one -> one != node && one.node().stream()
                .flatMap(known -> nics(known).stream()).anyMatch(nic -> seen.contains(nic.address())))
                .map(Storing::name).findFirst();
        if (other.isPresent()) {
            tally.unknown(node.name(), "it was seen with an address that " + other.get() + " had too, maybe at another"
                    + " time", "kubectl get nodes -o wide");
        } else {
            tally.green(node.name(), String.join(", ", seen) + " during discovery, its alone; the cluster has no"
                    + " storage network");
        }
    }
}
