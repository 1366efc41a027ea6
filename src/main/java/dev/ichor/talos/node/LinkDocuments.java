package dev.ichor.talos.node;

import dev.ichor.machine.hardware.Nic;
import dev.ichor.talos.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Links as documents of their own: the form of Talos since 1.12. */
final class LinkDocuments {
    /** Milliseconds between looks at the links of a bond. */
    static final int MIIMON = 100;
    static final String LACP = "802.3ad";

    private LinkDocuments() {
    }

    static List<Document> of(Link link) {
        List<Document> out = new ArrayList<>();
        if (link.bond().isPresent()) {
            bond(link, link.bond().get(), out);
        } else {
            out.add(alias(link.name(), link.nics().getFirst()));
            if (!link.dhcp() || !link.top().isPlain()) {
                out.add(Document.of("LinkConfig", layer(link.top(), Sheet.entries("name", link.name(), "up", true))));
            }
        }
        if (link.dhcp()) {
            out.add(Document.of("DHCPv4Config", Sheet.entries("name", link.name())));
        }
        link.vlan().ifPresent(vlan -> out.add(Document.of("VLANConfig", layer(vlan.layer(), Sheet.entries(
                "name", link.name() + "." + vlan.id(), "vlanID", vlan.id(), "parent", link.name(), "up", true)))));
        link.vip().ifPresent(vip -> out.add(Document.of("Layer2VIPConfig", Sheet.entries("name", vip.toString(),
                "link", link.name()))));
        return out;
    }

    /** Talos takes an alias only if exactly one piece of hardware fits it. */
    private static Document alias(String name, Nic nic) {
        return Document.of("LinkAliasConfig", Sheet.entries("name", name, "selector", Sheet.entries("match",
                "mac(link.permanent_addr) == \"" + nic.mac() + "\"")));
    }

    private static void bond(Link link, String mode, List<Document> out) {
        List<String> names = new ArrayList<>();
        for (Nic nic : link.nics()) {
            names.add("stor" + names.size());
            out.add(alias(names.getLast(), nic));
        }
        Map<String, Object> bond = Sheet.entries("name", link.name(), "links", names, "bondMode", mode,
                "miimon", MIIMON);
        if (mode.equals(LACP)) {
            bond.put("xmitHashPolicy", "layer3+4");
            bond.put("lacpRate", "fast");
        }
        bond.put("up", true);
        out.add(Document.of("BondConfig", layer(link.top(), bond)));
    }

    private static Map<String, Object> layer(Link.Layer layer, Map<String, Object> out) {
        layer.mtu().ifPresent(mtu -> out.put("mtu", mtu));
        if (!layer.addresses().isEmpty()) {
            out.put("addresses", layer.addresses().stream().map(text -> Sheet.entries("address", text)).toList());
        }
        if (!layer.routes().isEmpty()) {
            out.put("routes", layer.routes().stream().map(route -> {
                Map<String, Object> map = Sheet.entries();
                route.network().ifPresent(network -> map.put("destination", network));
                map.put("gateway", route.gateway().toString());
                return map;
            }).toList());
        }
        return out;
    }
}
