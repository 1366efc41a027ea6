package dev.ichor.mayastor.gate;

import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.mayastor.gate.Scene.Storing;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.SiteNode.Served;
import dev.ichor.mayastor.site.StorageNics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the storage network carries what it is told to carry. */
final class NetworkGates {
    /** Every Ethernet takes it. */
    private static final int PLAIN = 1_500;
    /** What the agent's probe fills. */
    private static final int PROBED = 9_000;

    private NetworkGates() {
    }

    /** How one end of a pair stands as far as its own machine tells. */
    private record End(Gate.State state, String text) {
    }

    /** Every ordered pair: a switch port may be wrong in one direction alone. */
    static Gate jumbo(Scene scene) {
        Tally tally = new Tally();
        Optional<StorageNetwork> network = scene.site().cluster().storage();
        if (scene.storing().isEmpty()) {
            return tally.gate("jumbo");
        }
        if (network.isEmpty() || network.get().mtu() <= PLAIN) {
            tally.green("", network.isEmpty() ? "the cluster has no storage network of its own, so nothing asks for"
                    + " jumbo frames" : "the storage network is declared with an MTU of " + network.get().mtu()
                    + ", which every switch passes");
        } else if (scene.storing().size() == 1) {
            tally.green(scene.storing().getFirst().name(), "the only storage node; there is no pair");
        } else {
            Map<String, End> ends = new HashMap<>();
            scene.storing().forEach(node -> ends.put(node.name(), end(scene, node, network.get().mtu())));
            for (Storing from : scene.storing()) {
                scene.storing().stream().filter(to -> to != from).forEach(to -> pair(scene, from, to, ends, tally));
            }
        }
        return tally.gate("jumbo");
    }

    private static void pair(Scene scene, Storing from, Storing to, Map<String, End> ends, Tally tally) {
        String subject = from.name() + " to " + to.name();
        Optional<Proof> proof = scene.proof("jumbo", subject, Instant.MIN, from, to);
        String mtu = "Set the MTU of the switch ports and of the nodes' storage interfaces to "
                + scene.site().cluster().storage().orElseThrow().mtu() + " or more, then ";
        String look = "let the nodes look: " + scene.prove("network", from);
        if (proof.isPresent() && proof.get().good()) {
            tally.green(subject, Scene.said(proof.get()));
            return;
        }
        if (proof.isPresent()) {
            tally.red(subject, Scene.said(proof.get()), mtu + look);
            return;
        }
        End one = ends.get(from.name());
        End other = ends.get(to.name());
        End worse = one.state() == Gate.State.RED || other.state() != Gate.State.RED
                && one.state() == Gate.State.UNKNOWN ? one : other;
        switch (worse.state()) {
            case RED -> tally.red(subject, worse.text(), mtu + look);
            case UNKNOWN -> tally.unknown(subject, worse.text(), "L" + look.substring(1));
            case GREEN -> tally.green(subject, "datagrams of " + PROBED + " bytes went from both ends to the appliance"
                    + " and back over this network during discovery");
        }
    }

    private static End end(Scene scene, Storing node, int mtu) {
        int served = node.served().map(Served::storageMtu).orElse(0);
        if (served > 0 && served < mtu) {
            return new End(Gate.State.RED, "the storage interface of " + node.name() + " is configured with an MTU of "
                    + served + ", not " + mtu);
        }
        if (node.fingerprint().isEmpty() || served == 0) {
            return new End(Gate.State.UNKNOWN, node.fingerprint().isEmpty() ? "the NICs of " + node.name()
                    + " were not seen" : "nothing tells the MTU of the storage interface of " + node.name());
        }
        List<Nic> nics = StorageNics.of(scene.site().cluster(), node.declared().orElseThrow(),
                node.fingerprint().get());
        if (nics.isEmpty()) {
            return new End(Gate.State.UNKNOWN, "no NIC of " + node.name() + " carries the storage network");
        }
        List<End> ends = nics.stream().map(nic -> end(node.name() + "'s NIC " + nic.mac(), nic, mtu)).toList();
        return ends.stream().filter(end -> end.state() == Gate.State.RED).findFirst()
                .or(() -> ends.stream().filter(end -> end.state() == Gate.State.UNKNOWN).findFirst())
                .orElse(ends.getFirst());
    }

    private static End end(String name, Nic nic, int mtu) {
        if (nic.maximumMtu().isPresent() && nic.maximumMtu().getAsInt() < mtu) {
            return new End(Gate.State.RED, name + " takes an MTU of at most " + nic.maximumMtu().getAsInt());
        }
        if (nic.jumbo().isEmpty()) {
            return new End(Gate.State.UNKNOWN, name + " was not probed during discovery");
        }
        String counts = " (" + nic.jumbo().get().received() + " of " + nic.jumbo().get().sent() + " came back)";
        return switch (nic.jumbo().get().verdict()) {
            case PASSES -> mtu <= PROBED ? new End(Gate.State.GREEN, "")
                    : new End(Gate.State.UNKNOWN, name + " was probed with " + PROBED + " bytes, not with " + mtu);
            case LOST, TOO_SMALL -> new End(mtu >= PROBED ? Gate.State.RED : Gate.State.UNKNOWN, "datagrams of "
                    + PROBED + " bytes did not pass over " + name + " during discovery" + counts);
            case UNREACHABLE -> new End(Gate.State.UNKNOWN, "not even small datagrams came back over " + name
                    + " during discovery" + counts);
        };
    }

    /** Storage addresses, or those that the nodes go by if there is no storage network. */
    static Gate addresses(Scene scene) {
        return new AddressGate(scene).gate();
    }
}
