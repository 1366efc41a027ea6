package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Caller;
import java.util.List;

/** Gives a configuration to a node that waits in Talos's maintenance mode. Thread-safe; takes as long as the node. */
public interface Push {
    /**
     * What the node answered.
     *
     * @param dryRun   whether it was only asked
     * @param version  of its Talos; empty if it did not say
     * @param warnings of the node
     */
    record Answer(boolean dryRun, String version, List<String> warnings) {
        public Answer {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Pushes: the machine must be armed as for an installation over the network; the node must show the machine's
     * identity and the very disks of the arm; a dry run comes first, always.
     *
     * @param dryRun true: nothing more than that
     */
    Outcome<Answer> push(MachineId machine, Ipv4 address, boolean dryRun, Caller by);
}
