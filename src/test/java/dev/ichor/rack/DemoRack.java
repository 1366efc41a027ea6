package dev.ichor.rack;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What stands in the demo: three machines of three firmware paths, and the appliance's settings. */
final class DemoRack {
    static final String ADDRESS = "10.77.0.1";
    static final int ADMIN_PORT = 8081;
    static final int MTU = 9000;
    /** What a node with huge pages must have; a guest takes of it what it touches. */
    private static final int MEMORY_MIB = 5120;

    private static final long GB = 1_000_000_000L;
    private static final long UUID_HIGH = 0x6f1c_0a52_9d3b_4e77L;
    private static final long UUID_LOW = 0xa1b2_0000_0000_0000L;
    private static final Mac LEAF_A = new Mac(0x02ac_1eaf_0001L);
    private static final Mac LEAF_B = new Mac(0x02ac_1eaf_0002L);

    /** The disk of the last machine that carries a Mayastor pool. */
    static final String USED = "ICHOR-NV-3B3840";
    static final String POOL_UUID = "6f1c0a52-0000-4000-8000-00000000001e";
    /** What is declared before the first machine has power, by path in the inventory folder. */
    static final Map<String, String> INVENTORY = Map.of(
            "clusters/demo.yaml", """
                    kind: Cluster
                    name: demo
                    endpoint: https://10.77.0.10:6443
                    talos: v1.13.9
                    kubernetes: v1.36.3
                    pods: [10.244.0.0/16]
                    services: [10.96.0.0/12]
                    storage:
                      subnet: 10.78.0.0/24
                      pool: 10.78.0.21-10.78.0.60
                    """,
            "policies/workers.yaml", """
                    kind: Policy
                    name: workers
                    selector:
                      vendor: Ichor Rack
                      nvme-count: 2
                    cluster: demo
                    type: worker
                    node: worker-{n}
                    disks:
                      system: 200GB
                      pool: 500GB
                    auto-arm: true
                    """);

    private DemoRack() {
    }

    static List<MachineSpec> machines() {
        return List.of(
                machine(1, "bios-pxe", BootPath.BIOS_PXE, MachineSpec.NicModel.E1000, 240, 960),
                machine(2, "uefi-pxe", BootPath.UEFI_PXE, MachineSpec.NicModel.VIRTIO, 480, 1_920, 1_920),
                machine(3, "uefi-http", BootPath.UEFI_HTTP, MachineSpec.NicModel.VIRTIO, 400, 3_840));
    }

    private static MachineSpec machine(int number, String name, BootPath boot, MachineSpec.NicModel model,
            int... sizes) {
        MachineSpec.Smbios smbios = new MachineSpec.Smbios(new SystemUuid(new UUID(UUID_HIGH, UUID_LOW + number)),
                "Ichor Rack", "Storage Node S" + number, "ICHOR-SN-000" + number, "ICHOR-CH-000" + number);
        MachineSpec spec = MachineSpec.of(name, boot, smbios).withMemory(MEMORY_MIB)
                .with(nic(number, 0, model, LEAF_A, "leaf-a"))
                .with(nic(number, 1, MachineSpec.NicModel.E1000E, LEAF_B, "leaf-b"));
        for (int i = 0; i < sizes.length; i++) {
            // Slightly different sizes, so that no two disks can be mistaken for each other.
            long bytes = (sizes[i] * GB + (10L * number + i) * (64 << 20)) / 4096 * 4096;
            spec = spec.with(new MachineSpec.Disk(MachineSpec.Bus.NVME, "ICHOR-NV-%d%c%04d".formatted(number, 'A' + i,
                    sizes[i]), bytes, 0x5254_00AA_0000_0000L + number * 16L + i, 0));
        }
        return spec;
    }

    private static MachineSpec.Nic nic(int machine, int index, MachineSpec.NicModel model, Mac leaf, String name) {
        return new MachineSpec.Nic(new Mac(0x5254_0077_0000L + machine * 16L + index), model, Optional.of(
                new Neighbour(leaf, name, "Ethernet" + machine, "rack 1 unit " + machine, 77)));
    }

    /**
     * The appliance's settings: the storage VLAN is its own, state lives in a folder that ends with the demo. The
     * rack's switches announce themselves each 2 s, so LLDP need not wait long.
     */
    static String settings(Path state, AdminDoor door) {
        return """
                interface: eth0
                state: %s
                dhcp:
                  mode: full
                  pool: 10.77.0.100-10.77.0.199
                discovery:
                  lldp: 8s
                  kernel-arguments: %s
                %s
                assets:
                  folder: %s
                """.formatted(state, RackAssets.KERNEL_ARGUMENTS, door.settings(), RackAssets.withStandIn());
    }
}
