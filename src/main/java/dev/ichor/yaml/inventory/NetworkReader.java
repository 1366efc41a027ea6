package dev.ichor.yaml.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Addresses;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.yaml.Fields;
import dev.ichor.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the networks of a cluster's nodes. */
final class NetworkReader {
    private static final int LEAST_MTU = 1280;
    private static final int MOST_MTU = 9216;
    private static final int MOST_SERVERS = 16;
    private static final int MOST_ROUTES = 64;
    private static final String HOST = "[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?"
            + "(\\.[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*";

    private NetworkReader() {
    }

    static Management management(Fields fields) {
        Optional<Subnet> subnet = fields.parsed("subnet", Forms::subnet);
        Optional<Ipv4> gateway = fields.parsed("gateway", Ipv4::parse);
        List<Ipv4> nameservers = once(fields, "nameservers", Ipv4::parse);
        List<String> timeServers = once(fields, "time-servers", NetworkReader::host);
        Optional<Ipv4> vip = fields.parsed("vip", Ipv4::parse);
        gateway.ifPresent(address -> inside(fields, "gateway", address, subnet));
        vip.ifPresent(address -> inside(fields, "vip", address, subnet));
        if (vip.isPresent() && vip.equals(gateway)) {
            fields.problem("vip", "the gateway has this address", "Give the control planes their own");
        }
        fields.finish();
        return new Management(subnet, gateway, nameservers, timeServers, vip);
    }

    private static void inside(Fields fields, String key, Ipv4 address, Optional<Subnet> subnet) {
        if (subnet.isEmpty() && fields.node("subnet").isEmpty()) {
            fields.problem(key, "needs the network's subnet", "Add 'subnet: ...' beside it");
        } else if (subnet.isPresent() && !Addresses.isHost(subnet.get(), address)) {
            fields.problem(key, address + " is no address of a host in " + subnet.get(), "Take one inside");
        }
    }

    private static <T> List<T> once(Fields fields, String key, Fields.Parser<T> parser) {
        List<T> all = fields.listOf(key, parser);
        if (new HashSet<>(all).size() < all.size()) {
            fields.problem(key, "a server is there twice", "Remove one of them");
        }
        if (all.size() > MOST_SERVERS) {
            fields.problem(key, "more than " + MOST_SERVERS + " servers", "Remove some");
        }
        return all;
    }

    private static String host(String text) throws Malformed {
        if (text.matches("[0-9.]+")) {
            return Ipv4.parse(text).toString();
        }
        if (!text.matches(HOST) || text.length() > 253) {
            throw new Malformed("not the name or the IPv4 address of a server");
        }
        return text;
    }

    static Optional<StorageNetwork> storage(Fields fields, Problems problems) {
        fields.require("subnet");
        Optional<Subnet> subnet = fields.parsed("subnet", Forms::subnet);
        Optional<Long> vlan = fields.integer("vlan", 1, 4094);
        int mtu = fields.integer("mtu", LEAST_MTU, MOST_MTU).map(Long::intValue).orElse(StorageNetwork.MTU);
        Optional<StorageNetwork.Pool> pool = fields.parsed("pool", Forms::pool);
        if (subnet.isPresent() && pool.isPresent()
                && !(subnet.get().contains(pool.get().first()) && subnet.get().contains(pool.get().last()))) {
            fields.problem("pool", pool.get() + " is outside of the subnet " + subnet.get(), "Take addresses inside");
        }
        StorageNetwork.Link link = fields.parsed("link", NetworkReader::link).orElse(StorageNetwork.Link.AUTO);
        String bond = fields.parsed("bond", StorageNetwork::bond).orElse(StorageNetwork.BOND);
        List<StorageNetwork.Route> routes = routes(fields, subnet, problems);
        fields.finish();
        return subnet.map(net -> new StorageNetwork(net, vlan.map(id -> OptionalInt.of(id.intValue()))
                .orElse(OptionalInt.empty()), mtu, pool, link, bond, routes));
    }

    private static StorageNetwork.Link link(String text) throws Malformed {
        for (StorageNetwork.Link link : StorageNetwork.Link.values()) {
            if (link.name().toLowerCase(Locale.ROOT).equals(text)) {
                return link;
            }
        }
        throw new Malformed("unknown link (known: auto, shared, separate, bond)");
    }

    private static List<StorageNetwork.Route> routes(Fields fields, Optional<Subnet> subnet, Problems problems) {
        List<StorageNetwork.Route> routes = new ArrayList<>();
        Set<Subnet> networks = new HashSet<>();
        for (YamlNode item : fields.list("routes")) {
            Fields.of(item, problems).ifPresent(route -> {
                route.require("network", "gateway");
                Optional<Subnet> network = route.parsed("network", Forms::subnet);
                Optional<Ipv4> gateway = route.parsed("gateway", Ipv4::parse);
                if (network.filter(net -> !networks.add(net)).isPresent()) {
                    route.problem("network", "there is a route to this network already", "Remove one of them");
                }
                if (network.isPresent() && subnet.isPresent() && overlap(network.get(), subnet.get())) {
                    route.problem("network", network.get() + " overlaps with the storage network " + subnet.get(),
                            "Remove the route, or name the other network alone");
                }
                if (gateway.isPresent() && subnet.isPresent() && !Addresses.isHost(subnet.get(), gateway.get())) {
                    route.problem("gateway", gateway.get() + " is no address of a host in the storage network "
                            + subnet.get(), "Give the router's address there");
                }
                route.finish();
                network.ifPresent(net -> gateway.ifPresent(by -> routes.add(new StorageNetwork.Route(net, by))));
            });
        }
        if (routes.size() > MOST_ROUTES) {
            fields.problem("routes", "more than " + MOST_ROUTES + " routes", "Remove some");
        }
        return routes;
    }

    static boolean overlap(Subnet one, Subnet two) {
        return one.contains(two.network()) || two.contains(one.network());
    }
}
