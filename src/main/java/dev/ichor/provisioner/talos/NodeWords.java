package dev.ichor.provisioner.talos;

import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.provision.NodeWord;
import java.time.Instant;
import java.util.List;

/** What follows for a machine from what its node said. Pure. */
@FunctionalInterface
interface NodeWords {
    List<? extends MachineEvent> consider(Machine machine, NodeWord word, Instant now);
}
