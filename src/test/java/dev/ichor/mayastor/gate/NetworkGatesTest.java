package dev.ichor.mayastor.gate;

import static dev.ichor.mayastor.gate.Gate.State.GREEN;
import static dev.ichor.mayastor.gate.Gate.State.RED;
import static dev.ichor.mayastor.gate.Gate.State.UNKNOWN;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.machine.Samples;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Served;
import dev.ichor.talos.node.Parts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NetworkGatesTest {
    private static final Site GOOD = Sites.three();
    private static final String NODE = "worker-2";
    private static final Instant INSTALLED = Sites.NOW.minusSeconds(3600);
    private static final Nic.Jumbo PASSES = new Nic.Jumbo(Nic.Jumbo.Verdict.PASSES, 3, 3, "");

    private static Site worse(String name) {
        return Worse.all().get(name).at(GOOD, NODE);
    }

    private static Site mtu(Site site, int mtu) {
        return Sites.withStorageNetwork(site, Optional.of(new StorageNetwork(Parts.subnet("10.10.0.0/24"),
                OptionalInt.empty(), mtu, Optional.empty())));
    }

    private static Site measured(Site site, String pair, boolean good, Instant at) {
        return Sites.withProofs(site, SiteParts.plus(site.proofs(), new Proof("jumbo", pair, good, good
                ? "8972 bytes pass" : "no answer to 8972 bytes", at)));
    }

    @Test
    void jumboByTheProbesOfTheDiscovery() {
        new GateTable("jumbo").is(GREEN, "went from both ends to the appliance and back over this network", GOOD)
                .is(RED, "datagrams of 9000 bytes did not pass over worker-2's NIC", worse("jumbo LOST"))
                .is(RED, "worker-1 to worker-2, worker-2 to worker-1, worker-2 to worker-3, worker-3 to worker-2:",
                        worse("jumbo TOO_SMALL"))
                .is(UNKNOWN, "not even small datagrams came back over worker-2's NIC", worse("jumbo UNREACHABLE"))
                .is(UNKNOWN, "was not probed during discovery", worse("no probe"))
                .is(UNKNOWN, "2 others are well", worse("no probe"))
                .is(UNKNOWN, "the NICs of worker-2 were not seen", worse("unseen"))
                .is(UNKNOWN, "no NIC of worker-2 carries the storage network", worse("no NIC"))
                .is(UNKNOWN, "nothing tells the MTU of the storage interface of worker-2", worse("no configuration"))
                .is(RED, "takes an MTU of at most 1500", worse("small MTU"))
                .is(RED, "configured with an MTU of 1500, not 9000", worse("MTU of 1500 served"))
                .mends("checks/network-worker-1.yaml", worse("jumbo LOST"))
                .covers(GREEN, RED, UNKNOWN);
    }

    @Test
    void jumboByTheNodesThemselves() {
        Site lost = worse("jumbo LOST");
        Site proven = lost;
        for (String pair : List.of("worker-1 to worker-2", "worker-2 to worker-1", "worker-2 to worker-3")) {
            proven = measured(proven, pair, true, Sites.NOW);
            new GateTable("jumbo").is(RED, "worker-3 to worker-2", proven);
        }
        new GateTable("jumbo")
                .is(GREEN, "8972 bytes pass", measured(proven, "worker-3 to worker-2", true, Sites.NOW))
                .is(RED, "no answer to 8972 bytes", measured(GOOD, "worker-3 to worker-1", false, Sites.NOW))
                .is(GREEN, "both ends", measured(GOOD, "worker-3 to worker-1", false, INSTALLED.minusSeconds(1)))
                .is(RED, "did not pass", measured(proven, "worker-3 to worker-2", true, INSTALLED.minusSeconds(1)));
    }

    @Test
    void jumboIsAskedForOnlyWhereItIsDeclared() {
        Site lost = worse("jumbo LOST");
        Site nine = mtu(GOOD, 9100);
        for (String node : List.of("worker-1", NODE, "worker-3")) {
            nine = Sites.withServed(nine, node, old -> new Served(old.at(), true, 1024, old.modules(), old.labels(),
                    old.isolated(), 9100));
        }
        Site one = Sites.nodes(1);
        new GateTable("jumbo").is(GREEN, "MTU of 1500, which every switch passes", mtu(lost, 1500))
                .is(GREEN, "no storage network of its own", Sites.withStorageNetwork(lost, Optional.empty()))
                .is(UNKNOWN, "did not pass over worker-2's NIC", mtu(lost, 4000))
                .is(GREEN, "both ends", mtu(GOOD, 4000))
                .is(UNKNOWN, "was probed with 9000 bytes, not with 9100", nine)
                .is(GREEN, "worker-1: the only storage node", one, PlainPlans.of(one));
    }

    @Test
    void everyNicOfABondIsProbed() {
        Site bonded = Sites.withStorageNetwork(GOOD, Optional.of(new StorageNetwork(Parts.subnet("10.10.0.0/24"),
                OptionalInt.empty(), 9000, Optional.empty(), StorageNetwork.Link.BOND, StorageNetwork.BOND,
                List.of())));
        for (String node : List.of("worker-1", NODE, "worker-3")) {
            bonded = second(bonded, node, Optional.of(PASSES));
        }
        new GateTable("jumbo").is(GREEN, "both ends", bonded)
                .is(UNKNOWN, "b4:96:91:ff:00:02 was not probed", second(bonded, NODE, Optional.empty()))
                .is(RED, "b4:96:91:ff:00:02", second(bonded, NODE, Optional.of(new Nic.Jumbo(Nic.Jumbo.Verdict.LOST, 3,
                        0, ""))));
    }

    /** A second NIC like that of the storage network, in place of one that was added so before. */
    private static Site second(Site site, String node, Optional<Nic.Jumbo> jumbo) {
        return Sites.withFingerprint(site, node, old -> {
            Nic like = old.nics().get(1);
            return SiteParts.withNics(old, List.of(old.nics().get(0), like, new Nic(
                    Samples.mac("b4:96:91:ff:00:0" + node.substring(7)), "enp65s0f1", like.driver(),
                    like.firmware(), like.pci(), like.numa(), like.speed(), true, like.maximumMtu(), false, "",
                    like.lldp(), jumbo)));
        });
    }

    private static Site withoutNetwork() {
        return Sites.withStorageNetwork(GOOD, Optional.empty());
    }

    private static Site address(Site site, String node, String address) {
        return Sites.withNode(site, node, old -> {
            Node one = old.node();
            return new SiteNode(new Node(one.name(), one.cluster(), one.type(), one.zone(), one.machine(),
                    one.storage(), one.labels(), one.disks(), Optional.of(Parts.ip(address)), one.nics(),
                    one.patches()), old.machine(), old.storage(), old.others());
        });
    }

    private static Site seenAt(Site site, String node, String address) {
        return Sites.withFingerprint(site, node, old -> SiteParts.withNics(old, old.nics().stream().map(nic ->
                nic.booted() ? new Nic(nic.mac(), nic.kernelName(), nic.driver(), nic.firmware(), nic.pci(),
                        nic.numa(), nic.speed(), nic.link(), nic.maximumMtu(), true, address, nic.lldp(),
                        nic.jumbo()) : nic).toList()));
    }

    private static Site storage(String node, String address) {
        return Sites.withStorage(GOOD, node, Optional.of(Parts.ip(address)));
    }

    private static Cluster vip(Cluster old, Ipv4 vip) {
        return new Cluster(old.name(), old.endpoint(), old.talos(), old.kubernetes(), old.pods(), old.services(),
                old.storage(), old.zones(), old.mayastor(), new Management(Optional.empty(), Optional.empty(),
                List.of(), List.of(), Optional.of(vip)), old.plan());
    }

    @Test
    void addresses() {
        List<SiteNode> twins = SiteParts.plus(GOOD.nodes(), Sites.worker(2));
        Site cloned = Sites.withNode(GOOD, NODE, old -> new SiteNode(old.node(), Sites.worker(1).machine(),
                old.storage(), List.of()));
        new GateTable("addresses").is(GREEN, "worker-2: 10.10.0.12 in 10.10.0.0/24, its alone", GOOD)
                .is(RED, "worker-2: it has no address in the storage network", worse("no storage address"))
                .is(RED, "worker-1, worker-2: another node", storage(NODE, "10.10.0.11"))
                .is(RED, "10.10.0.255 is none for a host", storage(NODE, "10.10.0.255"))
                .is(RED, "10.10.0.0 is none for a host", storage(NODE, "10.10.0.0"))
                .is(RED, "10.11.0.5 is none for a host", storage(NODE, "10.11.0.5"))
                .is(RED, "10.10.0.12 too", Sites.withCluster(GOOD, old -> vip(old, Parts.ip("10.10.0.12"))))
                .is(RED, "10.10.0.12 too", address(GOOD, "control-1", "10.10.0.12"))
                .is(RED, "two nodes have that name", Sites.withNodes(GOOD, twins))
                .is(RED, "or is two nodes", cloned)
                .is(RED, "its machine is not the only one", worse("two machines"))
                .is(RED, "it is not declared", Sites.withoutNode(GOOD, NODE))
                .covers(GREEN, RED);
    }

    @Test
    void addressesWithoutAStorageNetwork() {
        Site declared = address(address(address(withoutNetwork(), "worker-1", "10.0.0.11"), NODE, "10.0.0.12"),
                "worker-3", "10.0.0.13");
        Site seen = seenAt(seenAt(seenAt(withoutNetwork(), "worker-1", "10.0.0.51/24"), NODE, "10.0.0.52/24"),
                "worker-3", "10.0.0.53/24");
        new GateTable("addresses").is(GREEN, "10.0.0.12 as declared", declared)
                .is(RED, "has its address 10.0.0.12 too", address(declared, "control-2", "10.0.0.12"))
                .is(GREEN, "10.0.0.52/24 during discovery", seen)
                .is(UNKNOWN, "it was seen with an address that worker-3 had too", seenAt(seen, NODE, "10.0.0.53/24"))
                .is(UNKNOWN, "by DHCP, and none was seen", withoutNetwork())
                .covers(GREEN, RED, UNKNOWN);
    }

    @Test
    void theSameNicInTwoMachinesIsSeen() {
        Nic nic = Sites.node(GOOD, "control-1").machine().orElseThrow().fingerprint().orElseThrow().nics().getFirst();
        Site moved = Sites.withFingerprint(GOOD, NODE, old -> SiteParts.withNics(old, SiteParts.plus(old.nics(), nic)));
        new GateTable("addresses").is(RED, "another node's machine has the NIC " + nic.mac() + " too", moved);
    }
}
