package dev.ichor.provisioner.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.base.Firmware;
import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.inventory.StorageNetwork.Link;
import dev.ichor.mayastor.site.SiteNode.Served;
import dev.ichor.talos.Contract;
import dev.ichor.talos.node.IoCores;
import dev.ichor.talos.node.Parts;
import dev.ichor.talos.node.Rig;
import dev.ichor.talos.render.NodeInput;
import dev.ichor.talos.render.Render;
import dev.ichor.talos.render.Rendering;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServedFactsTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final ServedFacts.Beside STORAGE =
            new ServedFacts.Beside(Optional.of(Parts.ip("10.9.0.11")), true, List.of());

    private static Map<String, Rig> rigs(Contract contract) {
        Map<String, Rig> all = new LinkedHashMap<>();
        all.put("one NIC", Rig.usual(contract));
        all.put("shared and untagged", Rig.usual(contract).storage(Link.SHARED, 0, 9000));
        all.put("shared and tagged", Rig.usual(contract).storage(Link.AUTO, 40, 9000));
        all.put("separate", Rig.usual(contract).nic(2, 25_000).storage(Link.SEPARATE, 0, 4000));
        all.put("separate and tagged", Rig.usual(contract).nic(2, 25_000).storage(Link.SEPARATE, 7, 9000));
        all.put("plain MTU", Rig.usual(contract).nic(2, 25_000).storage(Link.SEPARATE, 0, 1500));
        all.put("bond", Rig.usual(contract).nic(2, 25_000).nic(3, 25_000).storage(Link.BOND, 0, 9000));
        all.put("VLAN on a bond", Rig.usual(contract).nic(2, 25_000).nic(3, 25_000).storage(Link.BOND, 40, 9000));
        all.put("control plane", Rig.usual(contract).control().nic(2, 25_000).storage(Link.AUTO, 0, 9000));
        all.put("isolated", Rig.usual(contract).plan(3, true, 4096, true, LocalVolume.AUTO));
        all.put("isolated, BIOS", Rig.usual(contract).bios().plan(2, true, 2048, false, LocalVolume.AUTO));
        all.put("isolated, two sockets", Rig.usual(contract).cpu(Parts.cpus(2, 16, true, true))
                .plan(4, true, 0, false, LocalVolume.AUTO));
        return all;
    }

    private static Served read(NodeInput input, Rendering rendering) {
        return ServedFacts.of(rendering.text(), new ServedFacts.Beside(input.storage(),
                input.fingerprint().platform().firmware() == Firmware.BIOS, List.of(rendering.schematicYaml())), AT,
                true).orElseThrow();
    }

    @Test
    void everyContractsConfigurationIsRead() {
        for (Contract contract : Contract.values()) {
            rigs(contract).forEach((name, rig) -> {
                String at = name + " at " + contract;
                NodeInput input = rig.input();
                Served served = read(input, Render.node(input));
                int asked = input.cluster().mayastor().hugepages();
                boolean both = input.cluster().mayastor().nvmetTcp();
                assertEquals(asked == 0 ? 1024 : asked, served.hugepages(), at);
                assertEquals(both ? List.of("nvme_tcp", "nvmet_tcp") : List.of("nvme_tcp"), served.modules(), at);
                assertEquals("mayastor", served.labels().get("openebs.io/engine"), at);
                assertEquals(input.cluster().mayastor().isolate() ? IoCores.of(input).cores() : List.of(),
                        served.isolated(), at);
                assertEquals(input.cluster().storage().map(network -> network.mtu()).orElse(0), served.storageMtu(),
                        at);
                assertEquals(AT, served.at());
            });
        }
    }

    @Test
    void whatIsNotKnownIsNotGuessed() {
        NodeInput input = Rig.usual(Contract.V1_13).plan(2, true, 0, false, LocalVolume.AUTO).input();
        Rendering rendering = Render.node(input);
        ServedFacts.Beside nothing = new ServedFacts.Beside(Optional.empty(), false, List.of());
        Served served = ServedFacts.of(rendering.text(), nothing, AT, false).orElseThrow();
        assertEquals(List.of(), served.isolated(), "the image's schematic is not known");
        assertEquals(0, served.storageMtu());
        ServedFacts.Beside other = new ServedFacts.Beside(Optional.empty(), false,
                List.of(rendering.schematicYaml().replace("isolcpus=1", "isolcpus=7"), "", ": {"));
        assertEquals(List.of(), ServedFacts.of(rendering.text(), other, AT, false).orElseThrow().isolated());
        for (String text : List.of("", "# nothing\n", ": {", "- a\n- b\n")) {
            assertEquals(Optional.empty(), ServedFacts.of(text, nothing, AT, false), text);
        }
    }

    @Test
    void formsThatAnOperatorsPatchMayBringAreRead() {
        assertEquals(2048, of("machine:\n  sysctls:\n    vm.nr_hugepages: 2048\n").hugepages());
        assertEquals(4096, of("machine:\n  sysctls:\n    vm.nr_hugepages: \"2048\"\n---\napiVersion: v1alpha1\n"
                + "kind: SysctlConfig\nparams:\n  vm.nr_hugepages: \"4096\"\n").hugepages(), "the document wins");
        assertEquals(0, of("machine:\n  sysctls:\n    vm.nr_hugepages: many\n").hugepages());
        assertEquals(Map.of("a", "2", "b", "true"), of("machine:\n  nodeLabels:\n    a: \"1\"\n---\n"
                + "apiVersion: v1alpha1\nkind: KubeNodeConfig\nlabels:\n  a: \"2\"\n  b: true\n").labels());
        assertEquals(List.of("nvme_tcp", "vfio"), of("machine:\n  kernel:\n    modules:\n      - name: nvme_tcp\n"
                + "      - parameters: []\n---\napiVersion: v1alpha1\nkind: KernelModuleConfig\nname: vfio\n")
                .modules());
        assertEquals(List.of(2, 3), of("machine:\n  install:\n    extraKernelArgs: [isolcpus=1, quiet,"
                + " 'isolcpus=2,3']\n").isolated(), "the last one counts");
        assertEquals(List.of(), of("machine:\n  install:\n    grubUseUKICmdline: true\n"
                + "    extraKernelArgs: [isolcpus=1]\n").isolated(), "nobody reads these");
        assertEquals(List.of(), ServedFacts.of("machine:\n  install:\n    extraKernelArgs: [isolcpus=1]\n",
                new ServedFacts.Beside(Optional.empty(), false, List.of()), AT, true).orElseThrow().isolated());
    }

    @Test
    void theStorageInterfaceIsFoundInEachForm() {
        String one = "machine:\n  network:\n    interfaces:\n      - interface: eth0\n        mtu: 9000\n";
        assertEquals(9000, of(one + "        addresses: [10.9.0.11/24]\n").storageMtu());
        assertEquals(0, of(one + "        addresses: [10.9.0.111/24]\n").storageMtu(), "another address");
        assertEquals(9000, of(one + "        vlans:\n          - vlanId: 4\n            addresses: [10.9.0.11/24]\n")
                .storageMtu(), "as below it");
        assertEquals(1500, of(one + "        vlans:\n          - vlanId: 4\n            mtu: 1500\n"
                + "            addresses: [10.9.0.11/24]\n").storageMtu());
        assertEquals(1500, of("machine:\n  network:\n    interfaces:\n      - interface: eth0\n        vlans:\n"
                + "          - vlanId: 4\n            mtu: 9000\n            addresses: [10.9.0.11/24]\n")
                .storageMtu(), "no more than below it");
        assertEquals(1500, of("apiVersion: v1alpha1\nkind: LinkConfig\nname: a\naddresses:\n"
                + "  - address: 10.9.0.11/24\n").storageMtu());
        String vlan = "apiVersion: v1alpha1\nkind: VLANConfig\nname: a.4\nparent: a\nmtu: 9000\naddresses:\n"
                + "  - address: 10.9.0.11/24\n";
        assertEquals(1500, of(vlan).storageMtu(), "nothing is said of its parent");
        assertEquals(9000, of(vlan + "---\napiVersion: v1alpha1\nkind: BondConfig\nname: a\nmtu: 9216\n")
                .storageMtu());
    }

    @Test
    void listsOfCpusAreReadAsTheKernelDoes() {
        Map<String, List<Integer>> cases = Map.of("2,3", List.of(2, 3), "4-6,2", List.of(2, 4, 5, 6),
                "managed_irq,domain,8", List.of(8), "", List.of(), "x", List.of(), "3-1", List.of(),
                "9999", List.of(), " 1 ", List.of(1));
        cases.forEach((text, cpus) -> assertEquals(cpus, ServedFacts.cpus(text), text));
    }

    private static Served of(String text) {
        return ServedFacts.of(text, STORAGE, AT, true).orElseThrow();
    }
}
