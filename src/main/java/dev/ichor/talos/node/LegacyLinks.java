package dev.ichor.talos.node;

import dev.ichor.machine.hardware.Nic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Links as entries of {@code machine.network.interfaces}: the form of Talos up to 1.11, which leaves others alone. */
final class LegacyLinks {
    private LegacyLinks() {
    }

    static List<Map<String, Object>> of(List<Link> links, List<Nic> unused) {
        List<Map<String, Object>> out = new ArrayList<>();
        links.forEach(link -> out.add(of(link)));
        unused.forEach(nic -> out.add(Sheet.entries("deviceSelector", selector(nic), "ignore", true)));
        return out;
    }

    private static Map<String, Object> of(Link link) {
        Map<String, Object> out = Sheet.entries();
        if (link.bond().isPresent()) {
            out.put("interface", link.name());
            out.put("bond", bond(link, link.bond().get()));
        } else {
            out.put("deviceSelector", selector(link.nics().getFirst()));
        }
        if (link.dhcp()) {
            out.put("dhcp", true);
        }
        layer(link.top(), out);
        link.vlan().ifPresent(vlan -> {
            Map<String, Object> tagged = Sheet.entries("vlanId", vlan.id());
            layer(vlan.layer(), tagged);
            out.put("vlans", List.of(tagged));
        });
        link.vip().ifPresent(vip -> out.put("vip", Sheet.entries("ip", vip.toString())));
        return out;
    }

    /** A VLAN has the permanent address of its NIC, so the selector asks for hardware too. */
    private static Map<String, Object> selector(Nic nic) {
        return Sheet.entries("permanentAddr", nic.mac().toString(), "physical", true);
    }

    private static Map<String, Object> bond(Link link, String mode) {
        Map<String, Object> out = Sheet.entries("deviceSelectors", link.nics().stream().map(LegacyLinks::selector)
                .toList(), "mode", mode, "miimon", LinkDocuments.MIIMON);
        if (mode.equals(LinkDocuments.LACP)) {
            out.put("lacpRate", "fast");
            out.put("xmitHashPolicy", "layer3+4");
        }
        return out;
    }

    private static void layer(Link.Layer layer, Map<String, Object> out) {
        layer.mtu().ifPresent(mtu -> out.put("mtu", mtu));
        if (!layer.addresses().isEmpty()) {
            out.put("addresses", layer.addresses());
        }
        if (!layer.routes().isEmpty()) {
            out.put("routes", layer.routes().stream().map(route -> Sheet.entries("network",
                    route.network().orElse("0.0.0.0/0"), "gateway", route.gateway().toString())).toList());
        }
    }
}
