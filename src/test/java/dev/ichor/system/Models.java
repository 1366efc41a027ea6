package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.rack.BootPath;
import dev.ichor.rack.MachineSpec;
import dev.ichor.rack.Neighbour;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Machines of these tests, and what a fingerprint must say of one. */
final class Models {
    private static final Mac SWITCH = new Mac(0x02AC_0000_0001L);

    private Models() {
    }

    /** Machine {@code number}, 1 to 255, with a UUID, a serial and one NIC with neighbour that are its own. */
    static MachineSpec plain(int number, BootPath boot) {
        return bare(number, boot).with(nic(number, 0, model(boot)));
    }

    /** As {@link #plain}, but its switch says nothing: where processors are short, a machine may miss a frame. */
    static MachineSpec lonely(int number, BootPath boot) {
        return bare(number, boot).with(new MachineSpec.Nic(nic(number, 0, model(boot)).mac(), model(boot),
                Optional.empty()));
    }

    private static MachineSpec.NicModel model(BootPath boot) {
        return boot == BootPath.BIOS_PXE ? MachineSpec.NicModel.E1000E : MachineSpec.NicModel.VIRTIO;
    }

    private static MachineSpec bare(int number, BootPath boot) {
        return MachineSpec.of("m" + number, boot, new MachineSpec.Smbios(uuid(number), "Ichor Test", "Model " + number,
                "SN-" + number, "CH-" + number));
    }

    static SystemUuid uuid(int number) {
        return new SystemUuid(new UUID(0x5a1d_0000_0000_4000L, 0x8000_0000_0000_0000L + number));
    }

    static MachineSpec.Nic nic(int number, int index, MachineSpec.NicModel model) {
        return new MachineSpec.Nic(new Mac(0x5254_0055_0000L + number * 16L + index), model,
                Optional.of(new Neighbour(SWITCH, "leaf", "Ethernet" + number + "/" + index, "unit " + number, 77)));
    }

    /** Fails unless the inventory says of the machine what QEMU was given. */
    static void assertAsGiven(MachineSpec given, Fingerprint seen) {
        assertEquals(Optional.of(given.smbios().uuid()), seen.system().uuid());
        assertEquals(given.smbios().serial(), seen.system().serial());
        assertEquals(given.smbios().chassis(), seen.system().chassisSerial());
        assertEquals(given.smbios().manufacturer(), seen.system().manufacturer());
        assertEquals(given.smbios().product(), seen.system().product());
        assertEquals(given.boot().firmware(), seen.platform().firmware());
        assertEquals(given.cpus(), seen.cpu().threads());
        assertEquals(given.disks().stream().collect(Collectors.toMap(MachineSpec.Disk::serial,
                        MachineSpec.Disk::bytes)),
                seen.disks().stream().collect(Collectors.toMap(Disk::serial, Disk::bytes)), given.name());
        assertEquals(given.disks().stream().collect(Collectors.toMap(MachineSpec.Disk::serial, Models::transport)),
                seen.disks().stream().collect(Collectors.toMap(Disk::serial, Disk::transport)), given.name());
        assertEquals(given.nics().stream().collect(Collectors.toMap(MachineSpec.Nic::mac,
                        nic -> nic.neighbour().map(Neighbour::portId).orElse(""))),
                seen.nics().stream().collect(Collectors.toMap(Nic::mac,
                        nic -> nic.lldp().map(Nic.Lldp::port).orElse(""))), given.name());
        Map<Mac, Boolean> booted = seen.nics().stream().collect(Collectors.toMap(Nic::mac, Nic::booted));
        given.nics().forEach(nic -> assertEquals(nic.equals(given.nics().getFirst()), booted.get(nic.mac())));
    }

    /** Fails unless full jumbo frames were found to pass over the NIC that the machine booted from. */
    static void assertJumboPasses(Fingerprint seen) {
        Nic booted = seen.nics().stream().filter(Nic::booted).findFirst().orElseThrow();
        Nic.Jumbo jumbo = booted.jumbo().orElseThrow();
        assertEquals(Nic.Jumbo.Verdict.PASSES, jumbo.verdict(), jumbo.toString());
        assertTrue(jumbo.received() > 0);
    }

    private static Disk.Transport transport(MachineSpec.Disk disk) {
        return switch (disk.bus()) {
            case NVME -> Disk.Transport.NVME;
            case SATA -> Disk.Transport.SATA;
        };
    }
}
