package dev.ichor.provisioner.handoff;

import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.talos.Installs;
import dev.ichor.talos.render.Rendering;
import java.util.List;
import java.util.Optional;

/** What configurations that were handed out say. Nothing of their secrets leaves this class. Thread-safe. */
final class Configurations {
    private final Installs installs;

    Configurations(Installs installs) {
        this.installs = installs;
    }

    /**
     * What the machine's last one says; empty if it got none, or it cannot be opened. Not inside a transaction.
     *
     * @param storage the node's address in the storage network
     */
    Optional<SiteNode.Served> served(MachineId machine, Optional<Ipv4> storage, Optional<Fingerprint> print) {
        // Kernel arguments of a configuration reach the kernel through GRUB alone, which Talos has under BIOS.
        boolean grub = print.filter(one -> one.platform().firmware() == Firmware.BIOS).isPresent();
        return switch (installs.preview(machine)) {
            case Outcome.Done<Installs.Preview>(Installs.Preview preview) -> preview.last()
                    .filter(last -> !last.text().isEmpty()).flatMap(last -> ServedFacts.of(last.text(),
                            new ServedFacts.Beside(storage, grub, List.of(preview.rendering().schematicYaml())),
                            last.at(), isCurrent(preview.rendering(), last)));
            case Outcome.Refused<Installs.Preview> _ -> Optional.empty();
        };
    }

    private static boolean isCurrent(Rendering now, Installs.Served last) {
        return !now.isRefused() && now.hash().equals(last.hash());
    }
}
