package dev.ichor.talos.check;

import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The trap of Talos since 1.12: one document about a link, anywhere, and no NIC comes up or asks for an address by
 * itself any more.
 */
final class DefaultDhcp {
    private static final Set<String> LINKS = Set.of("LinkConfig", "VLANConfig", "BondConfig", "BridgeConfig",
            "DummyLinkConfig", "VRFConfig", "WireguardConfig", "VethConfig");
    private static final Set<String> DHCP = Set.of("DHCPv4Config", "DHCPv6Config");
    private static final String MEND = "Add a DHCPv4Config document or addresses for each NIC that needs an address";

    private DefaultDhcp() {
    }

    static void check(Scope scope) {
        List<Part> links = scope.all(LINKS);
        Set<String> dhcp = new HashSet<>();
        scope.all(DHCP).forEach(document -> dhcp.add(document.at("name").text()));
        if (links.isEmpty()) {
            return;
        }
        Set<String> carriers = new HashSet<>();
        for (Part link : links) {
            carriers.add(link.at("parent").text());
            link.at("links").items().forEach(member -> carriers.add(member.text()));
        }
        boolean any = !dhcp.isEmpty();
        for (Part link : links) {
            String name = link.at("name").text();
            boolean addressed = !link.at("addresses").isEmpty() || dhcp.contains(name);
            any |= addressed;
            if (!addressed && !carriers.contains(name)) {
                link.warning("the link " + name + " gets no address: with such a document Talos asks for none by itself",
                        MEND);
            }
        }
        boolean old = !scope.main().at("machine", "network", "interfaces").isEmpty();
        if (!any && !old) {
            links.getFirst().warning("no NIC gets an address: one document about a link stops Talos from asking for"
                    + " addresses on all NICs", MEND);
        }
    }
}
