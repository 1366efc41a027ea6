package dev.ichor.provisioner.talos;

import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Stores;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Puts the parts together. */
public final class Desks {
    private Desks() {
    }

    public static TalosDesk of(Stores stores, Ledger ledger, TalosParts parts, InstantSource clock) {
        ClusterKeys keys = new SealedKeys(stores, ledger, parts, new SecureRandom(), clock);
        LocalBoots boots = new BootBook(stores, ledger, clock);
        return new TalosDesk(keys, Absent.installs(), Absent.reports(), boots, Absent.push());
    }
}
