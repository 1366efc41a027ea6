package dev.ichor.talos.check;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Addresses;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node's addresses are in their networks, and no other node has them. */
final class HardwareAddresses {
    private final NodeInput input;
    private final List<Finding> findings;
    private final Map<Ipv4, String> seen = new LinkedHashMap<>();

    private HardwareAddresses(NodeInput input, List<Finding> findings) {
        this.input = input;
        this.findings = findings;
    }

    static void check(NodeInput input, Configuration configuration, List<Finding> findings) {
        HardwareAddresses rule = new HardwareAddresses(input, findings);
        rule.declared();
        for (Document document : configuration.documents()) {
            String where = document.kind() + (document.name().isEmpty() ? "" : "/" + document.name()) + "#";
            document.at("addresses").filter(_ -> HardwareNics.LINKS.contains(document.kind()))
                    .ifPresent(list -> rule.written(where + "/addresses", list));
            document.at("machine", "network", "interfaces").filter(List.class::isInstance)
                    .ifPresent(list -> rule.legacy((List<?>) list));
        }
    }

    private void declared() {
        Management management = input.cluster().management();
        Optional<StorageNetwork> storage = input.cluster().storage();
        String node = "nodes/" + input.node().name() + "#";
        String cluster = "clusters/" + input.cluster().name() + "#";
        inside(node + "/address", input.node().address(), management.subnet());
        inside(node + "/storage", input.storage(), storage.map(StorageNetwork::subnet));
        Optional<Ipv4> vip = management.vip().filter(_ -> input.node().type() == NodeType.CONTROLPLANE);
        inside(cluster + "/management/vip", vip, management.subnet());
        inside(cluster + "/management/gateway", management.gateway(), management.subnet());
        storage.ifPresent(network -> network.routes().forEach(route ->
                inside(cluster + "/storage/routes", Optional.of(route.gateway()), Optional.of(network.subnet()))));
        other(node + "/address", input.node().address());
        other(node + "/storage", input.storage());
        other(cluster + "/management/vip", management.vip());
        if (vip.isPresent() && (vip.equals(input.node().address()) || vip.equals(input.storage()))) {
            findings.add(Finding.error(cluster + "/management/vip", vip.get() + " is the node's own address",
                    "Take an address that nobody has"));
        }
        if (input.node().address().isPresent() && input.node().address().equals(management.gateway())) {
            findings.add(Finding.error(node + "/address", input.node().address().get() + " is the gateway's",
                    "Take an address that nobody has"));
        }
    }

    private void inside(String where, Optional<Ipv4> address, Optional<Subnet> subnet) {
        if (address.isPresent() && subnet.isPresent() && !Addresses.isHost(subnet.get(), address.get())) {
            findings.add(Finding.error(where, address.get() + " is no host's address in " + subnet.get(),
                    "Take one of that network"));
        }
    }

    private void other(String where, Optional<Ipv4> address) {
        address.map(input.others()::get).ifPresent(name -> findings.add(Finding.error(where, address.get()
                + " is the address of node " + name + " too", "Take an address that nobody has")));
    }

    private void legacy(List<?> interfaces) {
        for (int i = 0; i < interfaces.size(); i++) {
            String where = "v1alpha1#/machine/network/interfaces/" + i;
            if (interfaces.get(i) instanceof Map<?, ?> entry) {
                written(where + "/addresses", entry.get("addresses"));
                List<?> vlans = entry.get("vlans") instanceof List<?> list ? list : List.of();
                for (int k = 0; k < vlans.size(); k++) {
                    if (vlans.get(k) instanceof Map<?, ?> vlan) {
                        written(where + "/vlans/" + k + "/addresses", vlan.get("addresses"));
                    }
                }
            }
        }
    }

    private void written(String where, Object addresses) {
        List<?> list = addresses instanceof List<?> there ? there : List.of();
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i) instanceof Map<?, ?> map ? map.get("address") : list.get(i);
            if (!(item instanceof String text) || text.contains(":")) {
                continue;
            }
            try {
                one(where + "/" + i, Ipv4.parse(text.replaceAll("/.*", "")),
                        Subnet.parse(text.contains("/") ? text : text + "/32"));
            } catch (Malformed e) {
                findings.add(Finding.error(where + "/" + i, text + ": " + e.getMessage(),
                        "Write an address with its prefix, as 192.0.2.1/24"));
            }
        }
    }

    private void one(String where, Ipv4 address, Subnet subnet) {
        boolean own = input.node().address().equals(Optional.of(address))
                || input.storage().equals(Optional.of(address));
        if (!own) {
            other(where, Optional.of(address));
        }
        inside(where, Optional.of(address), Optional.of(subnet));
        for (Optional<Subnet> network : List.of(input.cluster().management().subnet(),
                input.cluster().storage().map(StorageNetwork::subnet))) {
            network.filter(known -> known.contains(address) && known.prefix() != subnet.prefix()).ifPresent(known ->
                    findings.add(Finding.warning(where, address + " has the prefix " + subnet.prefix()
                            + ", its network " + known, "Use the network's prefix")));
        }
        String before = seen.putIfAbsent(address, where);
        if (before != null) {
            findings.add(Finding.error(where, address + " stands at " + before + " too", "Take one of them away"));
        }
    }
}
