package dev.ichor.provisioner.handoff;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.MachineId;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.talos.Installs;
import java.util.Optional;

/** What configurations that were handed out say. Nothing of their secrets leaves this class. Thread-safe. */
final class Configurations {
    private final Installs installs;

    Configurations(Installs installs) {
        this.installs = installs;
    }

    /** What the machine's last one says; empty if it got none, or it cannot be opened. Not inside a transaction. */
    Optional<SiteNode.Served> served(MachineId machine, Optional<Ipv4> storage) {
        return switch (installs.preview(machine)) {
            case Outcome.Done<Installs.Preview>(Installs.Preview preview) -> preview.last()
                    .filter(last -> !last.text().isEmpty()).flatMap(last -> facts(last, storage,
                            last.hash().equals(preview.rendering().hash()) && !preview.rendering().isRefused()));
            case Outcome.Refused<Installs.Preview> _ -> Optional.empty();
        };
    }

    private static Optional<SiteNode.Served> facts(Installs.Served last, Optional<Ipv4> storage, boolean current) {
        return Optional.empty();
    }
}
