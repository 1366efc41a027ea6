package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.rack.BootPath;
import dev.ichor.rack.ClusterSecrets;
import dev.ichor.rack.DiskImage;
import dev.ichor.rack.DiskImages;
import dev.ichor.rack.MachineSpec;
import dev.ichor.rack.VirtualMachine;
import dev.ichor.server.admin.api.MachineDetail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A boot network whose policies take every machine to installed by themselves: one control plane and two workers, one
 * for each way in which firmware boots. What they install is the stand-in for Talos, a test fixture.
 */
final class InstallRack implements AutoCloseable {
    static final String TALOS = "v1.13.9";
    private static final int SECTOR = 512;
    private static final int ENTRY = 128;
    /** What a node with huge pages must have; a guest takes of it what it touches. */
    private static final int MEMORY_MIB = 5120;
    /** Mayastor's least is 10 GB; the file has holes. */
    private static final int POOL_MIB = 10_752;
    private static final Map<String, String> INVENTORY = Map.of(
            "clusters/rack.yaml", """
                    kind: Cluster
                    name: rack
                    endpoint: https://10.77.0.10:6443
                    talos: %s
                    kubernetes: v1.36.3
                    pods: [10.244.0.0/16]
                    services: [10.96.0.0/12]
                    storage:
                      subnet: 10.78.0.0/24
                      pool: 10.78.0.21-10.78.0.60
                    mayastor:
                      cores: 1
                    """.formatted(TALOS),
            "policies/heads.yaml", policy("heads", "product: Model 71\n  serial: SN-71", "controlplane", "cp-{n}"),
            "policies/workers.yaml", policy("workers", "product: Model 7*", "worker", "worker-{n}"));

    private final Site site;
    private final Map<String, VirtualMachine> machines = new LinkedHashMap<>();
    private final Map<DiskImage, DiskImage> before = new LinkedHashMap<>();

    private InstallRack(Site site) {
        this.site = site;
    }

    private static String policy(String name, String condition, String type, String node) {
        return """
                kind: Policy
                name: %s
                selector:
                  vendor: Ichor Test
                  %s
                  nvme-count: 2
                cluster: rack
                type: %s
                node: %s
                disks:
                  system: 1300MiB
                  pool: 10GiB
                auto-arm: true
                """.formatted(name, condition, type, node);
    }

    /** A running appliance with inventory and the cluster's secrets; all machines are off. */
    static InstallRack open() {
        Site site = Site.installing(9000);
        try {
            InstallRack rack = new InstallRack(site);
            site.appliance().start();
            Path folder = Files.createDirectory(site.rack().folder().resolve("inventory"));
            for (Map.Entry<String, String> file : INVENTORY.entrySet()) {
                Files.createDirectories(folder.resolve(file.getKey()).getParent());
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            site.ichor("apply", "-f", folder.toString(), "--yes");
            ClusterSecrets.make(site.admin(), "rack");
            rack.machine("head", 71, BootPath.UEFI_PXE);
            rack.machine("left", 72, BootPath.BIOS_PXE);
            rack.machine("right", 73, BootPath.UEFI_HTTP);
            return rack;
        } catch (IOException | RuntimeException | AssertionError e) {
            site.close();
            throw new AssertionError(e);
        }
    }

    /** Its first disk is for the system, its second for a pool, and a third belongs to nobody. */
    private VirtualMachine machine(String name, int number, BootPath boot) {
        // Under the emulator's BIOS programs of a kernel that came by kexec die now and then.
        String product = "Model " + number + (boot == BootPath.BIOS_PXE ? " NoKexec" : "");
        VirtualMachine machine = site.segment().machine(Models.lonely(number, boot).withProduct(product)
                .withMemory(MEMORY_MIB).withCpus(2, 1).with(MachineSpec.Disk.nvme("SYS-" + number, 1408))
                .with(MachineSpec.Disk.nvme("POOL-" + number, POOL_MIB))
                .with(MachineSpec.Disk.sata("OTHER-" + number, 64)));
        machine.disk("OTHER-" + number).write(32 << 20, DiskImages.noise(1 << 20, number));
        machines.put(name, machine);
        remember(machine);
        return machine;
    }

    /** A machine that was not there before; it is off. */
    VirtualMachine fourth() {
        return machine("fourth", 74, BootPath.UEFI_PXE);
    }

    Site site() {
        return site;
    }

    VirtualMachine machine(String name) {
        return machines.get(name);
    }

    List<VirtualMachine> machines() {
        return List.copyOf(machines.values());
    }

    MachineDetail detail(VirtualMachine machine) {
        return site.machine(machine);
    }

    static String system(VirtualMachine machine) {
        return machine.spec().disks().getFirst().serial();
    }

    static String pool(VirtualMachine machine) {
        return machine.spec().disks().get(1).serial();
    }

    /** Keeps what all disks of a machine are now, to be compared with later. */
    void remember(VirtualMachine machine) {
        machine.spec().disks().forEach(disk -> before.put(machine.disk(disk.serial()),
                machine.disk(disk.serial()).copy()));
    }

    /** Fails if any disk of any machine but the named ones is not, byte by byte, what it was when it was remembered. */
    void assertUntouchedBut(List<String> serials) {
        machines.values().forEach(machine -> machine.spec().disks().stream().map(MachineSpec.Disk::serial)
                .filter(serial -> !serials.contains(serial)).forEach(serial -> assertEquals(OptionalLong.empty(),
                        machine.disk(serial).firstDifference(before.get(machine.disk(serial))),
                        "disk " + serial + " of " + machine + " was written to")));
    }

    /** Fails unless the disk has the partitions of an installed Talos. */
    static void assertInstalled(DiskImage disk) {
        List<String> labels = new ArrayList<>();
        byte[] table = disk.read(2 * SECTOR, 6 * ENTRY);
        for (int i = 0; i < 6; i++) {
            labels.add(new String(table, i * ENTRY + 56, 72, StandardCharsets.UTF_16LE).replace("\0", ""));
        }
        assertEquals(List.of("EFI", "BIOS", "BOOT", "META", "STATE", "EPHEMERAL"), labels);
        assertTrue(new String(disk.read(0, SECTOR), StandardCharsets.ISO_8859_1).contains("GRUB"), "no boot loader");
    }

    @Override
    public void close() {
        site.close();
    }
}
