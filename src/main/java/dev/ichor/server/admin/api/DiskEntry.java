package dev.ichor.server.admin.api;

import dev.ichor.machine.MachineId;
import dev.ichor.machine.hardware.DiskId;
import java.util.List;
import java.util.Optional;

/** A disk of any machine. */
@About("A disk of any machine.")
public record DiskEntry(
        @About("Whose it is.") MachineId machine,
        @About("The node that the machine is; empty if none.") String node,
        @About("Which disk.") DiskId disk,
        @About("Its model.") String model,
        @About("The kernel's name in the latest boot, for people at the console only.") String kernelName,
        @About(value = "How it is attached.", words = {"nvme", "nvme-fabrics", "sata", "sas", "virtio", "usb", "other"})
        String transport,
        @About("What is on it, each in words.") List<String> carries,
        @About("True only if every place that was read was empty.") boolean blank,
        @About(value = "The role that it has; null if it has none.", words = {"system", "pool", "spare", "ignore"})
        Optional<String> role,
        @About("Whether the Mayastor pool on it is kept.") boolean keep) {
}
