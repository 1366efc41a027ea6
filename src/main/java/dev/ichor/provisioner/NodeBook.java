package dev.ichor.provisioner;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Addresses;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.Obstacle;
import dev.ichor.store.AddressStore;
import dev.ichor.store.DeclaredStore;
import dev.ichor.yaml.inventory.InventoryWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Keeps the nodes that machines are, and sees to it that each has its storage address and nobody else's. */
final class NodeBook {
    private final Stores stores;

    NodeBook(Stores stores) {
        this.stores = stores;
    }

    /**
     * Lets a machine become the node: gives it a storage address if its cluster has a pool and the node has none, and
     * declares the node if a policy made it.
     *
     * @param policy the policy that made it; empty if it was declared
     * @return what is in the way; nothing was changed then
     */
    Optional<Obstacle> admit(Ledger.Writing writing, Node node, String policy, Instant at) throws SQLException {
        Connection connection = writing.connection();
        Optional<Cluster> cluster = stores.declared().world(connection).cluster(node.cluster());
        Optional<Obstacle> full = cluster.isPresent() ? address(connection, cluster.get(), node, at)
                : Optional.of(new Obstacle("no-cluster", "The cluster " + node.cluster() + " of node " + node.name()
                + " is not declared. Declare it."));
        Optional<DeclaredStore.Stored> known = stores.declared().find(connection, Declared.Kind.NODE, node.name());
        if (full.isEmpty() && known.isEmpty()) {
            stores.declared().put(connection, new DeclaredStore.Stored(node, 1, InventoryWriter.path(node),
                    Optional.empty(), policy), at);
            writing.worldChanged();
        }
        return full;
    }

    /** Gives the node the address that it declares, or the next one of the pool; empty if it has what it needs. */
    Optional<Obstacle> address(Connection connection, Cluster cluster, Node node, Instant at) throws SQLException {
        if (stores.addresses().ofNode(connection, node.name()).isPresent()) {
            return Optional.empty();
        }
        if (node.storage().isPresent()) {
            Ipv4 wanted = node.storage().get();
            Optional<AddressStore.Given> holder = stores.addresses().holder(connection, wanted);
            if (holder.isPresent()) {
                return Optional.of(new Obstacle("address-taken", "The storage address " + wanted + " of node "
                        + node.name() + " is that of node " + holder.get().node() + ". Declare another one."));
            }
            give(connection, cluster, node, wanted, false, at);
            return Optional.empty();
        }
        if (cluster.storage().flatMap(StorageNetwork::pool).isEmpty()) {
            return Optional.empty();
        }
        Set<Ipv4> taken = new HashSet<>();
        stores.addresses().all(connection).forEach(given -> taken.add(given.address()));
        Optional<Ipv4> next = Addresses.next(cluster.storage().get(), taken,
                stores.addresses().everGiven(connection, cluster.name()));
        if (next.isEmpty()) {
            return Optional.of(new Obstacle("no-address", "The address pool of cluster " + cluster.name()
                    + " is empty, so node " + node.name() + " gets no storage address. Make the pool larger."));
        }
        give(connection, cluster, node, next.get(), true, at);
        return Optional.empty();
    }

    private void give(Connection connection, Cluster cluster, Node node, Ipv4 address, boolean pooled, Instant at)
            throws SQLException {
        stores.addresses().give(connection, new AddressStore.Given(address, cluster.name(), node.name(), pooled), at);
    }
}
