package dev.ichor.talos.node;

import dev.ichor.base.Subnet;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Document;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Host name, links, name and time servers, and which of its addresses the node goes by. */
final class Network {
    /** Documents of which one alone ends DHCP on every NIC that has none of its own. */
    private static final Set<String> TAKING = Set.of("LinkConfig", "VLANConfig", "BondConfig", "BridgeConfig",
            "DummyLinkConfig", "WireguardConfig", "VRFConfig", "VethConfig", "DHCPv4Config", "DHCPv6Config");

    private Network() {
    }

    static void write(Sheet sheet, NicPlan plan) {
        hostname(sheet);
        List<Link> links = Links.of(sheet, plan);
        if (sheet.since(Contract.V1_12)) {
            documents(sheet, plan, links);
        } else {
            List<Link> named = links.stream().filter(link -> !plan.others().containsAll(link.nics())).toList();
            sheet.add(Document.V1ALPHA1, LegacyLinks.of(named, plan.unused()), "machine", "network", "interfaces");
        }
        servers(sheet);
        nodeAddress(sheet);
    }

    private static void hostname(Sheet sheet) {
        String name = sheet.input.node().name();
        if (sheet.since(Contract.V1_12)) {
            sheet.document(Document.of("HostnameConfig", Sheet.entries("hostname", name)));
        } else {
            sheet.put(Document.V1ALPHA1, name, "machine", "network", "hostname");
        }
    }

    /** One document about a link ends DHCP on every other, so they are written for all links or for none. */
    private static void documents(Sheet sheet, NicPlan plan, List<Link> links) {
        boolean taken = sheet.made().documents().stream().anyMatch(document -> TAKING.contains(document.kind()));
        if (!taken && plan.unused().isEmpty() && links.stream().allMatch(Link::isPlain)) {
            return;
        }
        links.stream().flatMap(link -> LinkDocuments.of(link).stream()).forEach(sheet::document);
    }

    private static void servers(Sheet sheet) {
        Management network = sheet.input.cluster().management();
        List<String> names = network.nameservers().stream().map(Object::toString).toList();
        if (!names.isEmpty() && sheet.since(Contract.V1_12)) {
            sheet.put("ResolverConfig", names.stream().map(name -> Sheet.entries("address", name)).toList(),
                    "nameservers");
        } else if (!names.isEmpty()) {
            sheet.put(Document.V1ALPHA1, names, "machine", "network", "nameservers");
        }
        if (!network.timeServers().isEmpty() && sheet.since(Contract.V1_12)) {
            sheet.put("TimeSyncConfig", network.timeServers(), "ntp", "servers");
        } else if (!network.timeServers().isEmpty()) {
            sheet.put(Document.V1ALPHA1, network.timeServers(), "machine", "time", "servers");
        }
    }

    /** Without it the kubelet and etcd could go by the address in the storage network. */
    private static void nodeAddress(Sheet sheet) {
        Optional<Subnet> management = sheet.input.cluster().management().subnet();
        Optional<Subnet> storage = sheet.input.cluster().storage().map(StorageNetwork::subnet);
        List<String> subnets = management.isPresent() ? List.of(management.get().toString())
                : storage.map(subnet -> List.of("0.0.0.0/0", "!" + subnet)).orElse(List.of());
        if (subnets.isEmpty()) {
            return;
        }
        if (sheet.since(Contract.V1_14)) {
            sheet.put("KubeNodeConfig", subnets, "nodeIP", "validSubnets");
        } else {
            sheet.put(Document.V1ALPHA1, subnets, "machine", "kubelet", "nodeIP", "validSubnets");
        }
        if (sheet.input.node().type() == NodeType.CONTROLPLANE && storage.isPresent()) {
            sheet.put(Document.V1ALPHA1, subnets, "cluster", "etcd", "advertisedSubnets");
        }
    }
}
