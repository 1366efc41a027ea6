package dev.ichor.provisioner.talos;

import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Stores;
import java.time.InstantSource;

/** Puts the parts together. */
public final class Desks {
    private Desks() {
    }

    public static TalosDesk of(Stores stores, Ledger ledger, TalosParts parts, InstantSource clock) {
        return new TalosDesk(Absent.keys(), Absent.installs(), Absent.reports(), new BootBook(stores, ledger, clock), Absent.push());
    }
}
