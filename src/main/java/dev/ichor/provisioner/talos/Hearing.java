package dev.ichor.provisioner.talos;

import dev.ichor.machine.Machine;
import dev.ichor.machine.Stage;
import dev.ichor.provision.Consider;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Stores;
import java.sql.SQLException;
import java.time.Instant;

/** What becomes of a machine by what its node says. */
public final class Hearing {
    private Hearing() {
    }

    /** Applies what follows from the word; returns the machine after it. */
    public static Machine hear(Stores stores, Ledger.Writing writing, Machine machine, NodeWord word, Instant now)
            throws SQLException {
        boolean restarted = machine.stage() instanceof Stage.Installing stage
                && stores.sightings().isAfter(writing.connection(), machine.identity().macs(), stage.boot());
        return writing.apply(machine, Consider.onNodeWord(machine, word, restarted, now));
    }
}
