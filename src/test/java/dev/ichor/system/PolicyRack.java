package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.rack.BootPath;
import dev.ichor.rack.DiskImage;
import dev.ichor.rack.DiskImages;
import dev.ichor.rack.MachineSpec;
import dev.ichor.rack.VirtualMachine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A boot network whose inventory has one policy that wants every machine and arms by itself, and four machines: one is
 * blank, the second NVMe disk of each other carries something.
 */
final class PolicyRack implements AutoCloseable {
    /** What a local disk writes to the console when it is booted. */
    static final String MARK = "THE LOCAL DISK RUNS";
    static final String POOL_NAME = "old-worker-1-0a1b2c3d";
    /** Erasing the disk takes seconds, so that it can be interrupted. */
    private static final int SLOW = 128;
    private static final Map<String, String> INVENTORY = Map.of(
            "clusters/rack.yaml", """
                    kind: Cluster
                    name: rack
                    endpoint: https://10.77.0.10:6443
                    talos: v1.13.9
                    kubernetes: v1.34.1
                    pods: [10.244.0.0/16]
                    services: [10.96.0.0/12]
                    storage:
                      subnet: 10.78.0.0/24
                      pool: 10.78.0.21-10.78.0.60
                    """,
            "policies/all.yaml", """
                    kind: Policy
                    name: all
                    selector:
                      vendor: Ichor Test
                      nvme-count: 2
                    cluster: rack
                    type: worker
                    node: worker-{n}
                    disks:
                      system: 512MiB
                      pool: 1GiB
                    auto-arm: true
                    """);

    private final Site site;
    private final Map<DiskImage, DiskImage> before = new LinkedHashMap<>();
    private final Map<String, VirtualMachine> machines = new HashMap<>();

    private PolicyRack(Site site) {
        this.site = site;
    }

    /** A running appliance with the inventory applied by the command that people use; all machines are off. */
    static PolicyRack open() {
        Site site = Site.full(1500);
        try {
            PolicyRack rack = new PolicyRack(site);
            site.appliance().start();
            Path folder = Files.createDirectory(site.rack().folder().resolve("inventory"));
            for (Map.Entry<String, String> file : INVENTORY.entrySet()) {
                Files.createDirectories(folder.resolve(file.getKey()).getParent());
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            site.ichor("apply", "-f", folder.toString(), "--yes");
            rack.build();
            return rack;
        } catch (IOException | RuntimeException e) {
            site.close();
            throw new AssertionError(e);
        }
    }

    private void build() {
        machine("blank", 61, MachineSpec.Disk.nvme("POOL-61", 1536));
        VirtualMachine files = machine("files", 62, MachineSpec.Disk.nvme("POOL-62", 1536));
        DiskImages.ext4(files.disk("POOL-62"), "ledger");
        VirtualMachine talos = machine("talos", 63, MachineSpec.Disk.nvme("POOL-63",
                DiskImages.LEAST_FOR_TALOS >> 20).at(SLOW));
        DiskImages.talos(talos.disk("POOL-63"), "old-east");
        VirtualMachine pool = machine("pool", 64, MachineSpec.Disk.nvme("POOL-64", 1536));
        DiskImages.pool(pool.disk("POOL-64"), POOL_NAME, "5a1d0000-1111-4222-8333-444455556666");
        pool.disk("LOCAL-64").write(0, bootSector());
        machines.values().forEach(machine -> machine.spec().disks().forEach(disk ->
                before.put(machine.disk(disk.serial()), machine.disk(disk.serial()).copy())));
    }

    /** A machine that boots a SATA disk with data that is nobody's business, and has a blank disk for the system. */
    private VirtualMachine machine(String name, int number, MachineSpec.Disk second) {
        VirtualMachine machine = site.segment().machine(Models.plain(number, BootPath.BIOS_PXE)
                .with(MachineSpec.Disk.sata("LOCAL-" + number, 64))
                .with(MachineSpec.Disk.nvme("SYS-" + number, 768)).with(second));
        machine.disk("LOCAL-" + number).write(32 << 20, DiskImages.noise(1 << 20, number));
        machines.put(name, machine);
        return machine;
    }

    Site site() {
        return site;
    }

    VirtualMachine machine(String name) {
        return machines.get(name);
    }

    /** Fails if any disk of any machine is not, byte by byte, what it was before the first power-on. */
    void assertUntouchedBut(String... serials) {
        List<String> named = List.of(serials);
        machines.values().forEach(machine -> machine.spec().disks().stream().map(MachineSpec.Disk::serial)
                .filter(serial -> !named.contains(serial)).forEach(serial -> assertEquals(OptionalLong.empty(),
                        machine.disk(serial).firstDifference(before.get(machine.disk(serial))),
                        "disk " + serial + " of " + machine + " was written to")));
    }

    /**
     * A master boot record that writes the mark to the serial port (8086 code: each byte of the text at 0x7c16 goes to
     * port 0x3f8, then the CPU halts).
     */
    static byte[] bootSector() {
        return ByteBuffer.allocate(512)
                .put(HexFormat.of().parseHex("31c08ed8be167cbaf803ac84c07403eeebf8faf4ebfd"))
                .put((MARK + "\r\n\0").getBytes(StandardCharsets.US_ASCII))
                .put(510, (byte) 0x55).put(511, (byte) 0xAA).array();
    }

    @Override
    public void close() {
        site.close();
    }
}
