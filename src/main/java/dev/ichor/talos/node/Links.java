package dev.ichor.talos.node;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.talos.node.Link.Layer;
import dev.ichor.talos.node.Link.Route;
import dev.ichor.talos.node.Link.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The links of a node: the one for management first, then storage, then those that only keep their DHCP. */
final class Links {
    private static final Set<String> BONDS = Set.of("balance-rr", "active-backup", "balance-xor", "broadcast",
            "802.3ad", "balance-tlb", "balance-alb");
    private static final int PLAIN_MTU = 1500;

    private final Sheet sheet;
    private final NicPlan plan;

    private Links(Sheet sheet, NicPlan plan) {
        this.sheet = sheet;
        this.plan = plan;
    }

    static List<Link> of(Sheet sheet, NicPlan plan) {
        return new Links(sheet, plan).all();
    }

    private List<Link> all() {
        List<Link> out = new ArrayList<>();
        Optional<StorageNetwork> storage = sheet.input.cluster().storage().filter(_ -> storageAddress());
        plan.management().ifPresent(nic -> out.add(management(nic, storage.filter(_ -> plan.isShared()))));
        storage.filter(_ -> !plan.isShared() && !plan.storage().isEmpty()).ifPresent(
                network -> out.add(separate(network)));
        for (int i = 0; i < plan.others().size(); i++) {
            out.add(new Link("net" + i, List.of(plan.others().get(i)), Optional.empty(), true, Layer.NONE,
                    Optional.empty(), Optional.empty()));
        }
        return out;
    }

    private boolean storageAddress() {
        if (sheet.input.storage().isEmpty()) {
            sheet.error(sheet.node("/storage"), "the node has no address in the storage network "
                    + sheet.input.cluster().storage().orElseThrow().subnet(),
                    "Declare one, or give the cluster's storage network a pool of addresses");
        }
        return sheet.input.storage().isPresent();
    }

    private Link management(Nic nic, Optional<StorageNetwork> shared) {
        Management network = sheet.input.cluster().management();
        Optional<Ipv4> own = sheet.input.node().address();
        List<String> addresses = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        if (own.isPresent() && network.subnet().isEmpty()) {
            sheet.error(sheet.cluster("/management/subnet"), "node " + sheet.input.node().name() + " has the static"
                    + " address " + own.get() + ", but the subnet is not declared", "Declare the management subnet");
        } else if (own.isPresent()) {
            addresses.add(own.get() + "/" + network.subnet().get().prefix());
            network.gateway().ifPresent(gateway -> routes.add(new Route(Optional.empty(), gateway)));
            if (network.gateway().isEmpty()) {
                sheet.warning(sheet.cluster("/management/gateway"), "node " + sheet.input.node().name() + " has a"
                        + " static address and no gateway, so it reaches nothing outside its subnet",
                        "Declare the gateway");
            }
        }
        Layer layer = shared.map(this::layer).orElse(Layer.NONE);
        boolean tagged = shared.isPresent() && shared.get().vlan().isPresent();
        if (!tagged) {
            layer.addresses().stream().filter(address -> !addresses.contains(address)).forEach(addresses::add);
            routes.addAll(layer.routes());
        }
        return new Link("mgmt0", List.of(nic), Optional.empty(), own.isEmpty(),
                new Layer(layer.mtu(), addresses, routes), tagged ? Optional.of(new Vlan(
                        shared.get().vlan().getAsInt(), layer)) : Optional.empty(), vip());
    }

    private Optional<Ipv4> vip() {
        return sheet.input.node().type() == NodeType.CONTROLPLANE ? sheet.input.cluster().management().vip()
                : Optional.empty();
    }

    private Link separate(StorageNetwork network) {
        Layer layer = layer(network);
        Optional<String> bond = plan.bond(network);
        bond.filter(mode -> !BONDS.contains(mode)).ifPresent(mode -> sheet.error(sheet.cluster("/storage/bond"),
                "no mode of a bond: " + mode, "Use one of " + BONDS.stream().sorted().toList()));
        return new Link(bond.isPresent() ? "bond0" : "stor0", plan.storage(), bond, false,
                network.vlan().isEmpty() ? layer : new Layer(layer.mtu(), List.of(), List.of()),
                network.vlan().isEmpty() ? Optional.empty()
                        : Optional.of(new Vlan(network.vlan().getAsInt(), layer)), Optional.empty());
    }

    private Layer layer(StorageNetwork network) {
        plan.storage().forEach(nic -> fits(nic, network.mtu()));
        return new Layer(network.mtu() == PLAIN_MTU ? OptionalInt.empty() : OptionalInt.of(network.mtu()),
                List.of(sheet.input.storage().orElseThrow() + "/" + network.subnet().prefix()),
                network.routes().stream().map(route -> new Route(Optional.of(route.network().toString()),
                        route.gateway())).toList());
    }

    private void fits(Nic nic, int mtu) {
        if (nic.maximumMtu().isPresent() && nic.maximumMtu().getAsInt() < mtu) {
            sheet.error(sheet.cluster("/storage/mtu"), "the NIC " + nic.mac() + " of the storage network takes an MTU"
                    + " of at most " + nic.maximumMtu().getAsInt() + ", not " + mtu,
                    "Lower the MTU, or name another NIC for storage");
        }
        if (mtu > PLAIN_MTU && nic.jumbo().isPresent()) {
            switch (nic.jumbo().get().verdict()) {
                case LOST, TOO_SMALL -> sheet.warning(sheet.cluster("/storage/mtu"), "datagrams of 9000 bytes did not"
                        + " pass over the NIC " + nic.mac() + " during discovery", "Set the MTU of its switch port");
                case PASSES, UNREACHABLE -> { }
            }
        }
        if (!nic.link()) {
            sheet.warning(sheet.node("/nics"), "the NIC " + nic.mac() + " of the storage network has no link",
                    "Plug in its cable");
        }
    }
}
