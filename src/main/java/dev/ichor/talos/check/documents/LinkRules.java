package dev.ichor.talos.check.documents;

import dev.ichor.talos.check.rule.BondWords;
import dev.ichor.talos.check.rule.Forms;
import dev.ichor.talos.check.rule.Part;
import java.util.List;
import java.util.Set;

/** Links, their addresses, and what hangs on them. */
final class LinkRules {
    private static final Set<String> COMMON = Set.of("LinkConfig", "VLANConfig", "BondConfig", "BridgeConfig",
            "DummyLinkConfig", "WireguardConfig", "VRFConfig", "VethConfig");
    private static final Set<String> VLAN_MODES = Set.of("802.1q", "802.1ad");
    private static final int LAST_VLAN = 4094;

    private LinkRules() {
    }

    static void check(String kind, Part document) {
        if (COMMON.contains(kind) && DocumentRules.named(document)) {
            addresses(document.at("addresses"));
            routes(document.at("routes"));
        }
        switch (kind) {
            case "VLANConfig" -> vlan(document);
            case "BondConfig" -> bond(document);
            case "DHCPv4Config", "DHCPv6Config" -> dhcp(document);
            case "LinkAliasConfig" -> alias(document);
            case "Layer2VIPConfig", "HCloudVIPConfig" -> vip(document);
            case "EthernetConfig" -> DocumentRules.named(document);
            default -> { }
        }
    }

    private static void addresses(Part addresses) {
        for (Part item : addresses.items()) {
            Part address = item.at("address");
            String text = address.text();
            if (!Forms.isPrefix(text) || Forms.isUnspecified(text.substring(0, text.indexOf('/')))) {
                address.error("no address with the length of its network", "Write e.g. 192.0.2.10/24");
            }
        }
    }

    private static void routes(Part routes) {
        for (Part route : routes.items()) {
            Part destination = route.at("destination");
            String text = destination.text();
            if (!text.isEmpty() && (!Forms.isPrefix(text)
                    || Forms.isUnspecified(text.substring(0, text.indexOf('/'))))) {
                destination.error("no network", "Write e.g. 198.51.100.0/24; for the default route, remove it");
            }
            for (String key : List.of("gateway", "source")) {
                String address = route.at(key).text();
                if (!address.isEmpty() && (!Forms.isAddress(address) || Forms.isUnspecified(address))) {
                    route.at(key).error("no address", "Write e.g. 192.0.2.1");
                }
            }
        }
    }

    private static void vlan(Part vlan) {
        long id = vlan.at("vlanID").number().orElse(0);
        if (id < 1 || id > LAST_VLAN) {
            vlan.at("vlanID").error("a VLAN's number is from 1 to " + LAST_VLAN, "Write it");
        }
        if (vlan.at("parent").isEmpty()) {
            vlan.at("parent").error("nothing says on which link the VLAN is", "Name the link");
        }
        if (!vlan.at("vlanMode").isEmpty() && !VLAN_MODES.contains(vlan.at("vlanMode").text())) {
            vlan.at("vlanMode").error("no such kind of VLAN", "Write 802.1q or 802.1ad");
        }
    }

    private static void bond(Part bond) {
        if (bond.at("links").isEmpty()) {
            bond.at("links").error("a bond needs at least one link", "Name its links");
        }
        if (bond.at("bondMode").isEmpty()) {
            bond.at("bondMode").error("a bond needs a mode", "Write e.g. 802.3ad or active-backup");
        }
        BondWords.check(bond, "bondMode");
        if (bond.at("bondMode").text().equals("802.3ad") && bond.at("miimon").number().orElse(0) == 0) {
            bond.at("miimon").warning("without it the bond does not see that a link is down", "Write e.g. miimon: 100");
        }
    }

    private static void dhcp(Part dhcp) {
        DocumentRules.named(dhcp);
        boolean raw = !dhcp.at("duidRaw").isEmpty();
        boolean duid = dhcp.at("clientIdentifier").text().equals("duid");
        if (raw && !duid) {
            dhcp.at("duidRaw").error("this is for the client identifier duid", "Write clientIdentifier: duid");
        } else if (duid && !raw) {
            dhcp.at("duidRaw").error("the client identifier duid needs it", "Write the DUID in hexadecimal");
        }
    }

    private static void alias(Part alias) {
        if (DocumentRules.named(alias)) {
            String name = alias.at("name").text();
            int percent = name.indexOf('%');
            if (percent == 0 || percent > 0 && !name.substring(percent).equals("%d")) {
                alias.at("name").error("no pattern of names", "Write a name, or a name that ends in %d");
            }
        }
        if (alias.at("selector", "match").isEmpty()) {
            alias.at("selector", "match").error("nothing says which link this is",
                    "Write e.g. mac(link.permanent_addr) == \"00:00:5e:00:53:01\"");
        }
    }

    private static void vip(Part vip) {
        if (DocumentRules.named(vip) && !Forms.isAddress(vip.at("name").text())) {
            vip.at("name").error("the name must be the shared address", "Write e.g. 192.0.2.10");
        }
        if (vip.at("link").isEmpty()) {
            vip.at("link").error("nothing says on which link the address is", "Name the link");
        }
    }
}
