package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Problem;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Node.NicOfNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks management networks, static addresses and NICs against each other. Used once. */
final class WorldCheckManagement {
    private final World world;
    private final Map<String, Cluster> clusters;
    private final Map<Ipv4, String> addresses;
    private final List<Problem> problems;

    /** @param addresses those of nodes in storage networks, with their nodes' names */
    WorldCheckManagement(World world, Map<String, Cluster> clusters, Map<Ipv4, String> addresses,
                         List<Problem> problems) {
        this.world = world;
        this.clusters = clusters;
        this.addresses = addresses;
        this.problems = problems;
    }

    void check() {
        Map<Ipv4, String> taken = new HashMap<>();
        networks(taken);
        Map<Mac, String> macs = new HashMap<>();
        for (Node node : world.nodes()) {
            node.address().ifPresent(address -> {
                Optional.ofNullable(clusters.get(node.cluster())).ifPresent(cluster -> inside(node, address,
                        cluster));
                other(node, address, taken);
            });
            for (int i = 0; i < node.nics().size(); i++) {
                NicOfNode nic = node.nics().get(i);
                String before = macs.putIfAbsent(nic.mac(), node.name());
                if (before != null && !before.equals(node.name())) {
                    problem("nodes/" + node.name(), "/nics/" + i + "/mac", "the NIC " + nic.mac() + " is node "
                            + before + "'s already", "A NIC is in one machine: correct one of them");
                }
            }
        }
    }

    private void problem(String key, String pointer, String what, String mend) {
        problems.add(new Problem(key + "#" + pointer, what, mend));
    }

    /** Clusters may share a management network, but not half of it; what they take of it is theirs alone. */
    private void networks(Map<Ipv4, String> taken) {
        List<Cluster> all = world.clusters();
        for (int i = 0; i < all.size(); i++) {
            String key = "clusters/" + all.get(i).name();
            Management network = all.get(i).management();
            network.vip().ifPresent(vip -> {
                String before = taken.putIfAbsent(vip, "the address that the control planes of cluster "
                        + key.substring(key.indexOf('/') + 1) + " share");
                if (before != null) {
                    problem(key, "/management/vip", vip + " is " + before, "Give each cluster its own");
                }
            });
            for (int j = 0; j < i; j++) {
                Optional<Subnet> other = all.get(j).management().subnet();
                if (network.subnet().isPresent() && other.isPresent() && !network.subnet().equals(other)
                        && overlap(network.subnet().get(), other.get())) {
                    problem(key, "/management/subnet", network.subnet().get() + " overlaps with the management network "
                            + other.get() + " of cluster " + all.get(j).name(), "Make them the same or separate");
                }
            }
        }
        all.forEach(cluster -> cluster.management().gateway().ifPresent(gateway -> taken.putIfAbsent(gateway,
                "the gateway of cluster " + cluster.name())));
    }

    private void inside(Node node, Ipv4 address, Cluster cluster) {
        Optional<Subnet> subnet = cluster.management().subnet();
        if (subnet.isEmpty()) {
            problem("nodes/" + node.name(), "/address", "cluster " + cluster.name() + " says no management network",
                    "Remove it, or add 'management: {subnet: ...}' to the cluster");
        } else if (!subnet.get().contains(address)) {
            problem("nodes/" + node.name(), "/address", address + " is outside of the management network "
                    + subnet.get() + " of cluster " + cluster.name(), "Take an address inside");
        } else if (!Addresses.isHost(subnet.get(), address)) {
            problem("nodes/" + node.name(), "/address", address + " is the network's own or its broadcast address",
                    "Take another");
        }
    }

    private void other(Node node, Ipv4 address, Map<Ipv4, String> taken) {
        String before = Optional.ofNullable(taken.get(address)).orElseGet(() -> Optional.ofNullable(
                addresses.get(address)).map(name -> "node " + name + "'s already").orElse(null));
        if (before != null) {
            problem("nodes/" + node.name(), "/address", "the address " + address + " is " + before,
                    "Give each node its own");
        } else {
            addresses.put(address, node.name());
        }
    }

    private static boolean overlap(Subnet one, Subnet two) {
        return one.contains(two.network()) || two.contains(one.network());
    }
}
