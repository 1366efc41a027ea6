package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.hardware.DiskId;
import java.util.List;
import java.util.Optional;

/** Whether a node that waits is the machine that was armed, with the very disks of the arm. Pure. */
final class NodeMatch {
    private NodeMatch() {
    }

    /**
     * All that speaks against it; empty if it is that machine.
     *
     * @param owner the MAC that answers for the address, if it is known
     */
    static List<Problem> problems(Machine machine, Arm arm, Ipv4 address, Optional<Mac> owner,
                                  Maintenance.Shown shown) {
        Problems problems = new Problems();
        identity(machine, address, owner, shown, problems);
        for (ArmedDisk armed : arm.disks()) {
            disk(armed.disk(), shown.disks(), problems);
        }
        return problems.list();
    }

    private static void identity(Machine machine, Ipv4 address, Optional<Mac> owner, Maintenance.Shown shown,
                                 Problems problems) {
        Identity identity = machine.identity();
        String mend = "Give the address of " + machine.id();
        owner.filter(mac -> !identity.macs().contains(mac)).ifPresent(mac -> problems.add("/address",
                address + " belongs to " + mac + ", which is no NIC of " + machine.id(), mend));
        boolean board = false;
        if (identity.uuid().isPresent() && shown.uuid().isPresent()) {
            board = identity.uuid().equals(shown.uuid());
            if (!board) {
                problems.add("/address", "the node at " + address + " has the UUID " + shown.uuid().get() + ", "
                        + machine.id() + " has " + identity.uuid().get(), mend);
            }
        }
        boolean nic = shown.macs().stream().anyMatch(identity.macs()::contains);
        if (!nic && !shown.macs().isEmpty() && !identity.macs().isEmpty()) {
            problems.add("/address", "the node at " + address + " has no NIC of " + machine.id(), mend);
        }
        if (!board && !nic && problems.isEmpty()) {
            problems.add("/address", "the node at " + address + " shows neither a UUID nor a MAC, so nobody knows that"
                    + " it is " + machine.id(), "Boot the machine over the network instead");
        }
    }

    /** The disk is there exactly once, and nothing else looks like it. */
    private static void disk(DiskId armed, List<DiskId> shown, Problems problems) {
        long same = shown.stream().filter(armed::equals).count();
        long alike = shown.stream().filter(disk -> !disk.wwid().isEmpty() && disk.wwid().equals(armed.wwid())
                || !disk.serial().isEmpty() && disk.serial().equals(armed.serial())).count();
        if (same != 1 || alike != 1) {
            problems.add("/address", same == 0 ? "the node does not show the disk " + armed + " of the arm"
                            : "the node shows more than one disk like " + armed + " of the arm",
                    "Boot the discovery image again, and arm the machine anew");
        }
    }
}
