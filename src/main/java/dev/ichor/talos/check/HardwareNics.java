package dev.ichor.talos.check;

import dev.ichor.inventory.policy.Glob;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which NICs a configuration means by its selectors, aliases and names. */
final class HardwareNics {
    /** Documents of which one alone ends Talos's own DHCP on every NIC. */
    static final Set<String> LINKS = Set.of("LinkConfig", "VLANConfig", "BondConfig", "BridgeConfig",
            "DummyLinkConfig", "WireguardConfig", "VRFConfig", "VethConfig");
    private static final Pattern ALIAS = Pattern.compile("\\s*mac\\(link\\.(permanent_addr|hardware_addr)\\)\\s*==\\s*"
            + "[\"']([0-9A-Fa-f:]{17})[\"']\\s*");
    private static final Set<String> LOGICAL = Set.of("bond", "bridge", "dummy", "wireguard");
    /** Links that are no hardware, by the names that they have by custom. */
    private static final Pattern BUILT = Pattern.compile("(?:bond|br|dummy|wg)[0-9]+(?:\\.[0-9]+)?|lo");
    private static final String MEND = "Use the permanent MAC of a NIC that the machine has";

    private final List<Nic> all;
    private final List<Finding> findings;

    HardwareNics(List<Nic> all, List<Finding> findings) {
        this.all = all;
        this.findings = findings;
    }

    /** What an entry of {@code machine.network.interfaces} runs over. */
    List<Nic> ofLegacy(String where, Map<?, ?> entry) {
        if (entry.get("deviceSelector") instanceof Map<?, ?> selector) {
            return selected(where + "/deviceSelector", selector);
        }
        if (entry.get("bond") instanceof Map<?, ?> bond) {
            List<Nic> out = new ArrayList<>();
            List<?> selectors = bond.get("deviceSelectors") instanceof List<?> list ? list : List.of();
            for (int i = 0; i < selectors.size(); i++) {
                if (selectors.get(i) instanceof Map<?, ?> selector) {
                    out.addAll(selected(where + "/bond/deviceSelectors/" + i, selector));
                }
            }
            if (bond.get("interfaces") instanceof List<?> names) {
                names.forEach(name -> out.addAll(named(where + "/bond/interfaces", String.valueOf(name))));
            }
            return out;
        }
        if (entry.get("bridge") instanceof Map<?, ?> bridge && bridge.get("interfaces") instanceof List<?> names) {
            return names.stream().map(String::valueOf).filter(name -> !BUILT.matcher(name).matches())
                    .flatMap(name -> named(where + "/bridge/interfaces", name).stream()).toList();
        }
        return LOGICAL.stream().anyMatch(entry::containsKey) || !(entry.get("interface") instanceof String name)
                || BUILT.matcher(name).matches() ? List.of()
                : named(where + "/interface", name);
    }

    private List<Nic> named(String where, String name) {
        findings.add(Finding.error(where, name + " is a name of one boot; another NIC may have it in the next",
                "Use a deviceSelector, or from Talos 1.12 on a LinkAliasConfig, with the NIC's permanent MAC"));
        return all.stream().filter(nic -> nic.kernelName().equals(name)).toList();
    }

    private List<Nic> selected(String where, Map<?, ?> selector) {
        List<Nic> out = all;
        boolean mac = false;
        for (String key : List.of("permanentAddr", "hardwareAddr")) {
            if (selector.get(key) instanceof String pattern) {
                mac = true;
                out = out.stream().filter(nic -> Glob.matchesExactly(pattern.toLowerCase(Locale.ROOT),
                        nic.mac().toString())).toList();
            }
        }
        if (!mac) {
            findings.add(Finding.warning(where, "which NICs it means cannot be told", MEND));
            return List.of();
        }
        return one(where, out);
    }

    private List<Nic> one(String where, List<Nic> out) {
        if (out.size() != 1) {
            findings.add(Finding.error(where, "it means " + (out.isEmpty() ? "no NIC" : out.size() + " NICs")
                    + " of the machine", MEND));
        }
        return out;
    }

    /** Links by their names, whether aliases, bonds or VLANs; a name that is none of them is a finding. */
    Map<String, List<Nic>> names(Configuration configuration) {
        Map<String, List<Nic>> out = new LinkedHashMap<>();
        for (Document document : configuration.documents()) {
            if (document.kind().equals("LinkAliasConfig")) {
                List<Nic> meant = alias(document);
                out.forEach((other, nics) -> meant.stream().filter(nics::contains).forEach(nic -> findings.add(
                        Finding.error("LinkAliasConfig/" + document.name() + "#", "the NIC " + nic.mac()
                                + " has the alias " + other + " already, and Talos gives it one only",
                                "Use the alias " + other))));
                out.put(document.name(), meant);
            }
        }
        // A VLAN may lie on a bond that stands after it, and a bridge on that VLAN.
        for (int round = 0; round < 3; round++) {
            configuration.documents().stream().filter(document -> LINKS.contains(document.kind())
                    && !document.kind().equals("LinkConfig")).forEach(document -> out.put(document.name(),
                            below(document).flatMap(name -> out.getOrDefault(name, List.of()).stream()).distinct()
                                    .toList()));
        }
        for (Document document : configuration.documents()) {
            if (document.kind().equals("EthernetConfig") && !out.containsKey(document.name())) {
                findings.add(Finding.warning("EthernetConfig/" + document.name() + "#", document.name() + " is a name"
                        + " of one boot; another NIC may have it in the next",
                        "Use an alias, if this Talos takes one"));
            }
            used(document).filter(name -> !out.containsKey(name) && !name.equals("lo")).forEach(name ->
                    out.put(name, named(document.kind() + "/" + document.name() + "#", name)));
        }
        return out;
    }

    private static Stream<String> below(Document document) {
        Stream<String> links = document.at("links").filter(List.class::isInstance)
                .map(list -> ((List<?>) list).stream().map(String::valueOf)).orElse(Stream.empty());
        return Stream.concat(links, document.at("parent").map(String::valueOf).stream());
    }

    private static Stream<String> used(Document document) {
        return switch (document.kind()) {
            case "LinkConfig", "DHCPv4Config", "DHCPv6Config" -> Stream.of(document.name());
            case "VLANConfig", "BondConfig", "BridgeConfig", "VRFConfig" -> below(document);
            case "Layer2VIPConfig" -> document.at("link").map(String::valueOf).stream();
            default -> Stream.empty();
        };
    }

    private List<Nic> alias(Document document) {
        String where = "LinkAliasConfig/" + document.name() + "#/selector/match";
        Matcher match = ALIAS.matcher(document.at("selector", "match").map(String::valueOf).orElse(""));
        if (!match.matches()) {
            findings.add(Finding.warning(where, "which NICs it means cannot be told", MEND));
            return List.of();
        }
        String mac = match.group(2).toLowerCase(Locale.ROOT);
        if (!mac.equals(match.group(2))) {
            findings.add(Finding.error(where, "Talos compares MACs with small letters", "Write " + mac));
        }
        return one(where, all.stream().filter(nic -> nic.mac().toString().equals(mac)).toList());
    }
}
