package dev.ichor.talos.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.talos.Contract;
import dev.ichor.talos.Schemas;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationText;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The classic guide to Mayastor on Talos (v1.10.4, Kubernetes v1.33.1, subnet 192.168.1.0/24, two NVMe disks, NIC
 * enp4s0 with DHCP, three workers, three replicas) comes out again, with the install disk by what is its own.
 */
@Timeout(30)
class SeedTest {
    private final List<Finding> findings = new ArrayList<>();
    private Configuration worker;

    @BeforeEach
    void render() {
        Rig rig = Rig.of(Contract.V1_10).named("worker-1", "zone-a")
                .disk(Parts.nvme("0025385a71b1d3f4", 0), DiskRole.SYSTEM)
                .disk(Parts.nvme("0025385a71b1d3f5", 0), DiskRole.POOL).nic(4, 10_000).memory(32, 1, 0)
                .management("192.168.1.0/24", "", "", "", "").plan(2, false, 0, true, LocalVolume.AUTO);
        worker = NodeLayerTest.made(rig, findings);
    }

    private Object at(String... path) {
        return worker.find(Document.V1ALPHA1).orElseThrow().at(path).orElse("nothing");
    }

    @Test
    void hasEveryElementOfTheGuide() {
        assertEquals(List.of(), findings);
        assertEquals(1, worker.documents().size());
        assertEquals("worker", at("machine", "type"));
        assertEquals(200L, at("machine", "kubelet", "extraConfig", "maxPods"));
        assertEquals(List.of("192.168.1.0/24"), at("machine", "kubelet", "nodeIP", "validSubnets"));
        assertEquals(List.of(Map.of("destination", "/var/local", "type", "bind", "source", "/var/local", "options",
                List.of("bind", "rshared", "rw"))), at("machine", "kubelet", "extraMounts"));
        assertEquals("1024", at("machine", "sysctls", "vm.nr_hugepages"));
        assertEquals(List.of(Map.of("name", "nvme_tcp"), Map.of("name", "nvmet_tcp")),
                at("machine", "kernel", "modules"));
        assertEquals("mayastor", at("machine", "nodeLabels", "openebs.io/engine"));
        assertEquals("zone-a", at("machine", "nodeLabels", "topology.kubernetes.io/zone"));
        assertEquals(Map.of("enabled", true, "port", 7445L), at("machine", "features", "kubePrism"));
        assertEquals(Map.of("enabled", true, "forwardKubeDNSToHost", true), at("machine", "features", "hostDNS"));
        assertEquals(true, at("machine", "features", "diskQuotaSupport"));
        assertEquals(true, at("machine", "features", "rbac"));
        assertEquals(true, at("machine", "features", "stableHostname"));
        assertEquals("worker-1", at("machine", "network", "hostname"));
        assertEquals("ghcr.io/siderolabs/installer:v1.10.4", at("machine", "install", "image"));
        assertEquals("ghcr.io/siderolabs/kubelet:v1.33.1", at("machine", "kubelet", "image"));
    }

    @Test
    void namesDiskAndNicByWhatIsTheirOwn() {
        assertEquals("/dev/disk/by-id/nvme-eui.0025385a71b1d3f4", at("machine", "install", "disk"));
        assertEquals(List.of(Map.of("deviceSelector", Map.of("permanentAddr", "52:54:00:00:00:04", "physical", true),
                "dhcp", true)), at("machine", "network", "interfaces"));
        String text = ConfigurationText.of(worker);
        assertFalse(text.contains("/dev/nvme") || text.contains("enp4s0"), text);
        assertEquals(Optional.empty(), worker.find("HostnameConfig"));
    }

    @Test
    void isWhatTalosReads() {
        Schemas.assumePresent();
        assertEquals(List.of(), Schemas.problemsOfWhole(Contract.V1_10, worker));
        assertTrue(findings.isEmpty());
    }
}
