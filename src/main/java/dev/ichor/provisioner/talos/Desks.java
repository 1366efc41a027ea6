package dev.ichor.provisioner.talos;

import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.provision.Consider;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Stores;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Puts the parts together. */
public final class Desks {
    private Desks() {
    }

    public static TalosDesk of(Stores stores, Ledger ledger, TalosParts parts, InstantSource clock) {
        ClusterKeys keys = new SealedKeys(stores, ledger, parts, new SecureRandom(), clock);
        NodeReports reports = new HeardNodes(stores, ledger, parts, keys, Desks::follows, clock);
        LocalBoots boots = new BootBook(stores, ledger, clock);
        return new TalosDesk(keys, Absent.installs(), reports, boots, Absent.push());
    }

    private static List<MachineEvent> follows(Machine machine, NodeWord word, Instant now) {
        return word instanceof NodeWord.Runs runs
                ? Consider.with(machine, new MachineEvent.InstallDone(now, runs.how())) : List.of();
    }
}
