package dev.ichor.machine;

import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.Platform;
import java.util.List;

/**
 * An immutable snapshot of one machine's hardware, as the discovery image saw it in one boot.
 *
 * @param bootId  the boot that took it
 * @param system  SMBIOS identity
 * @param platform firmware, Secure Boot, TPM, BMC
 * @param cpu     processors
 * @param memory  memory in total and by NUMA node
 * @param disks   in the order of their PCI address, then kernel name
 * @param nics    physical NICs in the order of their PCI address, then kernel name
 * @param notes   what the agent could not read, or what the reader found odd; for people
 */
public record Fingerprint(BootId bootId, SystemIdentity system, Platform platform, Cpu cpu, Memory memory,
                          List<Disk> disks, List<Nic> nics, List<String> notes) {
    public Fingerprint {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        notes = List.copyOf(notes);
    }

    /** The identity by which the machine is recognised: its UUID unless it is a placeholder, and its MACs. */
    public Identity identity() {
        return new Identity(system.uuid().filter(uuid -> !uuid.isPlaceholder()),
                nics.stream().map(Nic::mac).filter(mac -> !mac.isUnusable()).toList());
    }
}
