package dev.ichor.provisioner.talos;

import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.Stage;
import dev.ichor.provision.Consider;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Stores;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What follows for a machine from what its node said, by what is known of its boots. */
public final class WordEffects implements NodeWords {
    private final Stores stores;

    public WordEffects(Stores stores) {
        this.stores = stores;
    }

    @Override
    public List<? extends MachineEvent> consider(Ledger.Writing writing, Machine machine, NodeWord word, Instant now)
            throws SQLException {
        boolean restarted = machine.stage() instanceof Stage.Installing stage
                && stores.sightings().isAfter(writing.connection(), machine.identity().macs(), stage.boot());
        return Consider.onNodeWord(machine, restarted ? Consider.afterRestart(machine, word) : word, now);
    }
}
