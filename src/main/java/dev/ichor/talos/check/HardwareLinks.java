package dev.ichor.talos.check;

import dev.ichor.inventory.Node.NicOfNode;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The links that a configuration speaks of are NICs of the machine, which take the MTU, and none loses its address. */
final class HardwareLinks {
    private static final int PLAIN_MTU = 1500;

    /**
     * A link.
     *
     * @param where     where it is written
     * @param nics      what it runs over
     * @param mtu       that is asked for
     * @param addressed whether it gets an address in some way
     */
    record Wire(String where, List<Nic> nics, OptionalInt mtu, boolean addressed) {
    }

    private final NodeInput input;
    private final HardwareNics nics;
    private final List<Wire> wires = new ArrayList<>();
    private final List<Finding> found = new ArrayList<>();
    /** NICs that the configuration takes in hand, so that Talos does nothing for them by itself. */
    private final Set<Nic> taken = new LinkedHashSet<>();

    private HardwareLinks(NodeInput input) {
        this.input = input;
        this.nics = new HardwareNics(input.fingerprint().nics(), found);
    }

    static HardwareLinks of(Contract contract, NodeInput input, Configuration configuration) {
        HardwareLinks links = new HardwareLinks(input);
        configuration.find(Document.V1ALPHA1).flatMap(document -> document.at("machine", "network", "interfaces"))
                .filter(List.class::isInstance).ifPresent(list -> links.legacy((List<?>) list));
        if (contract.since(Contract.V1_12)) {
            links.documents(configuration);
        }
        return links;
    }

    private void legacy(List<?> interfaces) {
        for (int i = 0; i < interfaces.size(); i++) {
            String where = "v1alpha1#/machine/network/interfaces/" + i;
            if (interfaces.get(i) instanceof Map<?, ?> entry) {
                List<Nic> over = nics.ofLegacy(where, entry);
                taken.addAll(over);
                if (Boolean.TRUE.equals(entry.get("ignore"))) {
                    continue;
                }
                OptionalInt mtu = mtu(entry);
                wires.add(new Wire(where, over, mtu, addressed(entry)));
                List<?> vlans = entry.get("vlans") instanceof List<?> list ? list : List.of();
                for (int k = 0; k < vlans.size(); k++) {
                    if (vlans.get(k) instanceof Map<?, ?> vlan) {
                        wires.add(new Wire(where + "/vlans/" + k, over, mtu(vlan), addressed(vlan)));
                        within(where + "/vlans/" + k, mtu(vlan), mtu);
                    }
                }
            }
        }
    }

    private void documents(Configuration configuration) {
        Map<String, List<Nic>> byName = nics.names(configuration);
        boolean alone = true;
        Set<String> dhcp = new LinkedHashSet<>();
        for (Document document : configuration.documents()) {
            if (document.kind().equals("DHCPv4Config") || document.kind().equals("DHCPv6Config")) {
                dhcp.add(document.name());
                alone = false;
            }
        }
        Map<String, OptionalInt> mtus = new LinkedHashMap<>();
        for (Document document : configuration.documents()) {
            if (HardwareNics.LINKS.contains(document.kind())) {
                alone = false;
                mtus.put(document.name(), mtu(document.body()));
                wires.add(new Wire(document.kind() + "/" + document.name() + "#",
                        byName.getOrDefault(document.name(), List.of()), mtu(document.body()),
                        dhcp.contains(document.name()) || addressed(document.body())));
            }
        }
        dhcp.forEach(name -> wires.add(new Wire("DHCPv4Config/" + name + "#", byName.getOrDefault(name, List.of()),
                OptionalInt.empty(), true)));
        configuration.documents().stream().filter(document -> document.kind().equals("VLANConfig")).forEach(
                document -> within("VLANConfig/" + document.name() + "#", mtu(document.body()), mtus.getOrDefault(
                        String.valueOf(document.body().get("parent")), OptionalInt.empty())));
        if (!alone) {
            taken.addAll(input.fingerprint().nics());
        }
    }

    private static OptionalInt mtu(Map<?, ?> entry) {
        return entry.get("mtu") instanceof Long mtu && mtu > 0 ? OptionalInt.of(Math.toIntExact(Math.min(mtu,
                Integer.MAX_VALUE))) : OptionalInt.empty();
    }

    private static boolean addressed(Map<?, ?> entry) {
        return Boolean.TRUE.equals(entry.get("dhcp")) || entry.containsKey("cidr")
                || entry.get("addresses") instanceof List<?> list && !list.isEmpty();
    }

    private void within(String where, OptionalInt vlan, OptionalInt parent) {
        if (vlan.isPresent() && vlan.getAsInt() > parent.orElse(PLAIN_MTU)) {
            found.add(Finding.error(where + "/mtu", "the VLAN's MTU " + vlan.getAsInt() + " is larger than the "
                    + parent.orElse(PLAIN_MTU) + " of the link below it", "Give the link below it the same MTU"));
        }
    }

    void check(List<Finding> findings) {
        findings.addAll(found);
        for (Wire wire : wires) {
            wire.nics().stream().filter(nic -> wire.mtu().isPresent() && nic.maximumMtu().isPresent()
                    && nic.maximumMtu().getAsInt() < wire.mtu().getAsInt()).forEach(nic ->
                    findings.add(Finding.error(wire.where() + "/mtu", "the NIC " + nic.mac() + " takes an MTU of at"
                            + " most " + nic.maximumMtu().getAsInt() + ", not " + wire.mtu().getAsInt(),
                            "Lower the MTU")));
        }
        management().filter(taken::contains).filter(nic -> wires.stream().noneMatch(wire -> wire.addressed()
                && wire.nics().contains(nic))).ifPresent(nic -> findings.add(Finding.error("network",
                        "the NIC " + nic.mac() + " for management gets no address: what the configuration says of links"
                        + " ends Talos's own DHCP", "Give it DHCP (DHCPv4Config, or dhcp: true) or an address")));
    }

    private Optional<Nic> management() {
        List<Nic> all = input.fingerprint().nics();
        Optional<Nic> named = all.stream().filter(nic -> input.node().nics().stream().anyMatch(wish ->
                wish.use() == NicOfNode.Use.MANAGEMENT && wish.mac().equals(nic.mac()))).findFirst();
        return named.isPresent() ? named : all.stream().filter(Nic::booted).findFirst();
    }
}
