package dev.ichor.talos.check.v1alpha1;

import dev.ichor.talos.check.rule.Forms;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Interfaces, their addresses and routes. */
final class NetworkRules {
    private static final long KUBESPAN_LEAST_MTU = 1280;
    private static final int WIREGUARD_KEY = 32;
    private static final String ADDRESS_MEND = "Write e.g. 192.0.2.10/24";

    private NetworkRules() {
    }

    static void check(Scope scope, Part network) {
        Map<String, Part> members = members(network.at("interfaces").items());
        for (Part device : network.at("interfaces").items()) {
            if (!scope.isControlPlane()) {
                Stream.concat(Stream.of(device), device.at("vlans").items().stream()).map(part -> part.at("vip"))
                        .filter(Part::isThere).forEach(vip -> vip.error("only control planes share an address",
                                "Remove it from workers"));
            }
            if (!device.at("ignore").flag()) {
                device(device, members.containsKey(device.at("interface").text()));
            }
        }
        kubespan(scope, network.at("kubespan"));
    }

    /** Interfaces that a bond or bridge holds, by name. */
    private static Map<String, Part> members(List<Part> devices) {
        Map<String, Part> members = new HashMap<>();
        for (Part device : devices) {
            Part bond = device.at("bond");
            Part bridge = device.at("bridge");
            if (bond.isThere() && bridge.isThere()) {
                bridge.error("an interface is a bond or a bridge, not both", "Remove one of them");
            }
            if (!bond.at("interfaces").isEmpty() && !bond.at("deviceSelectors").isEmpty()) {
                bond.at("deviceSelectors").error("interfaces are named and looked for", "Remove one of the two");
            }
            Part list = (bridge.isThere() ? bridge : bond).at("interfaces");
            for (Part member : list.items()) {
                Part owner = members.putIfAbsent(member.text(), device);
                if (owner != null && !owner.where().equals(device.where())) {
                    member.error("this interface is in another bond or bridge too", "Name it in one of them");
                }
            }
        }
        return members;
    }

    private static void device(Part device, boolean member) {
        name(device);
        if (device.at("bond").isThere()) {
            BondRules.check(device.at("bond"));
        }
        wireguard(device.at("wireguard"));
        addressing(device);
        if (member && (device.at("dhcp").flag() || !device.at("cidr").isEmpty() || !device.at("addresses").isEmpty()
                || device.at("vip").isThere())) {
            device.error("a member of a bond or bridge has no address of its own", "Move the address to the bond");
        }
        routes(device.at("routes"));
        if (!device.at("cidr").isEmpty()) {
            device.at("cidr").warning("Talos will stop reading cidr", "Use addresses");
        }
        if (device.at("vip").isThere() && !Forms.isAddress(device.at("vip", "ip").text())) {
            device.at("vip", "ip").error("no address", "Write e.g. 192.0.2.10");
        }
        device.at("vlans").items().forEach(NetworkRules::addressing);
    }

    private static void name(Part device) {
        Part selector = device.at("deviceSelector");
        boolean named = !device.at("interface").isEmpty();
        if (named == selector.isThere()) {
            device.error(named ? "the interface is named and looked for" : "nothing says which interface this is",
                    "Write either interface or deviceSelector");
        } else if (selector.isThere() && selector.entries().values().stream().allMatch(Part::isEmpty)) {
            selector.error("this fits any interface", "Write e.g. hardwareAddr");
        }
    }

    private static void addressing(Part link) {
        if (!link.at("cidr").isEmpty() && !link.at("addresses").isEmpty()) {
            link.at("cidr").error("cidr and addresses say the same thing", "Remove cidr");
        } else if (!link.at("cidr").isEmpty() && !Forms.isAddressOrPrefix(link.at("cidr").text())) {
            link.at("cidr").error("no address", ADDRESS_MEND);
        }
        link.at("addresses").items().stream().filter(address -> !Forms.isAddressOrPrefix(address.text()))
                .forEach(address -> address.error("no address", ADDRESS_MEND));
    }

    private static void routes(Part routes) {
        for (Part route : routes.items()) {
            if (!route.at("network").isEmpty() && !Forms.isPrefix(route.at("network").text())) {
                route.at("network").error("no network", "Write e.g. 198.51.100.0/24");
            }
            for (String key : List.of("gateway", "source")) {
                if (!route.at(key).isEmpty() && !Forms.isAddress(route.at(key).text())) {
                    route.at(key).error("no address", "Write e.g. 192.0.2.1");
                }
            }
            if (route.at("network").isEmpty() && route.at("gateway").isEmpty()) {
                route.error("a route needs a network or a gateway", "Write one, or remove the route");
            }
        }
    }

    private static void wireguard(Part wireguard) {
        if (!wireguard.isThere()) {
            return;
        }
        key(wireguard.at("privateKey"));
        for (Part peer : wireguard.at("peers").items()) {
            key(peer.at("publicKey"));
            if (!peer.at("endpoint").isEmpty() && !Forms.isHostAndPort(peer.at("endpoint").text())) {
                peer.at("endpoint").error("no address with port", "Write e.g. 192.0.2.10:51820");
            }
            peer.at("allowedIPs").items().stream().filter(network -> !Forms.isPrefix(network.text()))
                    .forEach(network -> network.error("no network", "Write e.g. 192.0.2.0/24"));
        }
    }

    private static void key(Part key) {
        if (!Forms.isBase64(key.text(), WIREGUARD_KEY)) {
            key.error("no WireGuard key: base64 of 32 bytes", "Write a key made by wg genkey or wg pubkey");
        }
    }

    private static void kubespan(Scope scope, Part kubespan) {
        if (!kubespan.at("enabled").flag()) {
            return;
        }
        Part mtu = kubespan.at("mtu");
        if (mtu.number().orElse(KUBESPAN_LEAST_MTU) < KUBESPAN_LEAST_MTU) {
            mtu.error("KubeSpan needs an MTU of at least " + KUBESPAN_LEAST_MTU, "Write a larger one");
        }
        Part cluster = scope.main().at("cluster");
        if (!cluster.at("discovery", "enabled").flag() && scope.all("DiscoveryServiceConfig").isEmpty()) {
            kubespan.error("KubeSpan needs discovery of the cluster's nodes, which is off", "Turn discovery on");
        }
        boolean elsewhere = !scope.all("DiscoveryIdentityConfig").isEmpty();
        if (!elsewhere && (cluster.at("id").isEmpty() || cluster.at("secret").isEmpty())) {
            kubespan.error("KubeSpan needs the cluster's id and secret", "Restore them");
        }
    }
}
