package dev.ichor.inventory;

import dev.ichor.base.Firmware;
import dev.ichor.base.Mac;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Samples;
import dev.ichor.machine.SystemIdentity;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Disk.Health;
import dev.ichor.machine.hardware.Disk.LbaFormat;
import dev.ichor.machine.hardware.Disk.Transport;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.PciLink;
import dev.ichor.machine.hardware.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds fingerprints for tests. */
public final class Box {
    public static final Mac MAC = Samples.mac("52:54:00:00:00:01");
    public static final Health WELL = new Health(0, 3, 100, 10, 0, 1234, 38);

    private final List<Disk> disks = new ArrayList<>();
    private final List<Nic> nics = new ArrayList<>();
    private String serial = "SN-1";
    private boolean sse42 = true;
    private int cores = 16;
    private long memory = 64L << 30;

    public Box serial(String text) {
        serial = text;
        return this;
    }

    public Box cpu(int count, boolean sse) {
        cores = count;
        sse42 = sse;
        return this;
    }

    public Box memory(long bytes) {
        memory = bytes;
        return this;
    }

    public Box nic(Mac mac, int speed, String system, String port) {
        nics.add(new Nic(mac, "eth" + nics.size(), "ice", "1", Optional.empty(), OptionalInt.empty(),
                speed == 0 ? OptionalInt.empty() : OptionalInt.of(speed), speed > 0, OptionalInt.of(9216),
                nics.isEmpty(), "", system.isEmpty() ? Optional.empty()
                : Optional.of(new Nic.Lldp("c", port, system, "", 0)), Optional.empty()));
        return this;
    }

    public Box disk(Disk disk) {
        disks.add(disk);
        return this;
    }

    /** A sound NVMe disk of so many gigabytes; blank if it carries nothing. */
    public Box nvme(String name, long gigabytes, Contents... carries) {
        return disk(Box.disk(name, gigabytes, Transport.NVME, WELL, carries));
    }

    public static Disk disk(String name, long gigabytes, Transport transport, Health health, Contents... carries) {
        return full(name, "wwid-" + name, name, gigabytes, transport, false, false, Optional.ofNullable(health),
                Optional.empty(), List.of(), carries);
    }

    public static Disk named(String wwid, String serial, long gigabytes, Contents... carries) {
        return full("x", wwid, serial, gigabytes, Transport.NVME, false, false, Optional.of(WELL), Optional.empty(),
                List.of(), carries);
    }

    public static Disk full(String kernel, String wwid, String serial, long gigabytes, Transport transport,
                            boolean readOnly, boolean removable, Optional<Health> health, Optional<PciLink> pci,
                            List<LbaFormat> formats, Contents... carries) {
        return new Disk(kernel, wwid, serial, "Fast", "", "", "1", gigabytes * 1_000_000_000L, 512, 512, formats,
                transport, false, readOnly, removable, pci, OptionalInt.empty(), health, List.of(),
                carries.length == 0 ? List.of(new Contents.Blank()) : List.of(carries));
    }

    public Fingerprint build() {
        if (nics.isEmpty()) {
            nic(MAC, 25_000, "leaf-a", "swp1");
        }
        return new Fingerprint(BootId.of(1), new SystemIdentity(Optional.of(Samples.uuid(
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8")), "Dell Inc.", "PowerEdge R650", serial, "", "b", "c", ""),
                new Platform(Firmware.UEFI, "", "", "", Platform.SecureBoot.OFF, Optional.empty(), Optional.empty()),
                new Cpu("Xeon Gold 6330", 1, cores, 2 * cores, sse42, List.of(), List.of()),
                new Memory(memory, List.of()), disks, nics, List.of());
    }

    public static Contents ext4() {
        return new Contents.Filesystem("ext4", "data", "u");
    }

    public static Contents talos() {
        return new Contents.Talos(List.of("META", "STATE"), "cluster prod");
    }

    public static Contents pool(String name) {
        return new Contents.MayastorPool(name, "x");
    }
}
