package dev.ichor.rack;

import dev.ichor.base.Firmware;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A machine as it leaves the factory.
 *
 * @param nics      the firmware boots from the first; it is virtio on UEFI machines
 * @param memoryMiB at least 256
 * @param cpus      divided evenly among the NUMA nodes
 * @param numaNodes 1 to {@code cpus}
 * @param bmc       with an IPMI controller (KCS) behind which a simulated BMC answers
 */
public record MachineSpec(String name, BootPath boot, Smbios smbios, List<Nic> nics, List<Disk> disks, int memoryMiB,
        int cpus, int numaNodes, boolean bmc) {

    public MachineSpec {
        nics = List.copyOf(nics);
        disks = List.copyOf(disks);
        if (!name.matches("[a-z0-9-]{1,30}")) {
            throw new IllegalArgumentException("a machine's name has 1 to 30 of a-z, 0-9 and -: " + name);
        }
        if (memoryMiB < 256 || cpus < 1 || numaNodes < 1 || cpus % numaNodes != 0 || memoryMiB % numaNodes != 0) {
            throw new IllegalArgumentException("CPUs and memory must divide evenly among the NUMA nodes");
        }
        if (boot.firmware() == Firmware.UEFI && !nics.isEmpty() && nics.getFirst().model() != NicModel.VIRTIO) {
            throw new IllegalArgumentException("OVMF drives only virtio cards: the first NIC of a UEFI machine is one");
        }
        if (disks.stream().map(Disk::serial).distinct().count() != disks.size()) {
            throw new IllegalArgumentException("each disk of a machine needs its own serial");
        }
    }

    /** One CPU, 512 MiB, no NIC, no disk, no BMC. */
    public static MachineSpec of(String name, BootPath boot, Smbios smbios) {
        return new MachineSpec(name, boot, smbios, List.of(), List.of(), 512, 1, 1, false);
    }

    public MachineSpec with(Nic nic) {
        return new MachineSpec(name, boot, smbios, append(nics, nic), disks, memoryMiB, cpus, numaNodes, bmc);
    }

    public MachineSpec with(Disk disk) {
        return new MachineSpec(name, boot, smbios, nics, append(disks, disk), memoryMiB, cpus, numaNodes, bmc);
    }

    public MachineSpec withProduct(String product) {
        return new MachineSpec(name, boot, new Smbios(smbios.uuid(), smbios.manufacturer(), product, smbios.serial(),
                smbios.chassis()), nics, disks, memoryMiB, cpus, numaNodes, bmc);
    }

    public MachineSpec withMemory(int mebibytes) {
        return new MachineSpec(name, boot, smbios, nics, disks, mebibytes, cpus, numaNodes, bmc);
    }

    public MachineSpec withCpus(int count, int nodes) {
        return new MachineSpec(name, boot, smbios, nics, disks, memoryMiB, count, nodes, bmc);
    }

    public MachineSpec withBmc() {
        return new MachineSpec(name, boot, smbios, nics, disks, memoryMiB, cpus, numaNodes, true);
    }

    private static <T> List<T> append(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    /**
     * What the SMBIOS tables say (DMTF DSP0134 types 1 and 3).
     *
     * @param serial  system serial
     * @param chassis chassis serial
     */
    public record Smbios(SystemUuid uuid, String manufacturer, String product, String serial, String chassis) {
    }

    /** Network cards that QEMU imitates and that SeaBIOS, OVMF and Linux can drive. */
    public enum NicModel {
        VIRTIO("virtio-net-pci", "efi-virtio.rom"),
        E1000("e1000", "efi-e1000.rom"),
        E1000E("e1000e", "efi-e1000e.rom");

        private final String device;
        private final String rom;

        NicModel(String device, String rom) {
            this.device = device;
            this.rom = rom;
        }

        String device() {
            return device;
        }

        /** QEMU's default option ROM, iPXE for BIOS and UEFI in one, a file of Debian's package ipxe-qemu. */
        String rom() {
            return rom;
        }
    }

    /**
     * A network card.
     *
     * @param neighbour what the switch says by LLDP on this card's port, if anything
     */
    public record Nic(Mac mac, NicModel model, Optional<Neighbour> neighbour) {
        public Nic {
            if (mac.isUnusable()) {
                throw new IllegalArgumentException("not an address of a NIC: " + mac);
            }
        }
    }

    /** How a disk is attached. */
    public enum Bus { NVME, SATA }

    /**
     * A disk.
     *
     * @param serial 1 to 20 printable characters (NVMe and ATA have no more room)
     * @param bytes  size, a multiple of 4096
     * @param eui    EUI-64 of the NVMe namespace; 0 for none
     * @param rate   bytes a second that it reads, writes and erases, on average; 0 for as many as the host can
     */
    public record Disk(Bus bus, String serial, long bytes, long eui, long rate) {
        public Disk {
            if (!serial.matches("[A-Za-z0-9_-]{1,20}")) {
                throw new IllegalArgumentException("a disk serial has 1 to 20 letters and digits: " + serial);
            }
            if (bytes <= 0 || bytes % 4096 != 0) {
                throw new IllegalArgumentException("a disk's size is a multiple of 4096 bytes: " + bytes);
            }
        }

        public static Disk nvme(String serial, long mebibytes) {
            return new Disk(Bus.NVME, serial, mebibytes << 20, 0, 0);
        }

        public static Disk sata(String serial, long mebibytes) {
            return new Disk(Bus.SATA, serial, mebibytes << 20, 0, 0);
        }

        public Disk withEui(long number) {
            return new Disk(bus, serial, bytes, number, rate);
        }

        /** The same disk, but slow. */
        public Disk at(long mebibytesPerSecond) {
            return new Disk(bus, serial, bytes, eui, mebibytesPerSecond << 20);
        }
    }
}
