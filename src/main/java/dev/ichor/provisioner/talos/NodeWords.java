package dev.ichor.provisioner.talos;

import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.Ledger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What follows for a machine from what its node said. */
@FunctionalInterface
interface NodeWords {
    List<? extends MachineEvent> consider(Ledger.Writing writing, Machine machine, NodeWord word, Instant now)
            throws SQLException;
}
