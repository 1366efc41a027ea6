package dev.ichor.provisioner.talos;

import dev.ichor.base.Sha256;
import dev.ichor.provision.Reason;
import dev.ichor.talos.Contract;
import dev.ichor.talos.render.Rendering;
import java.util.Optional;

/**
 * What came of preparing a machine's configuration.
 *
 * @param versions  of what it is made of, beside the machine
 * @param obstacle  why it must not be handed out; empty: it may
 * @param rendering as far as there is one
 * @param boot      what to boot for it; present if nothing is in the way
 */
record Prepared(String versions, Optional<Reason> obstacle, Optional<Rendering> rendering, Optional<Boot> boot) {
    /**
     * What to boot.
     *
     * @param hash      of the configuration
     * @param talos     version of Talos
     * @param schematic Image Factory schematic of what is booted; empty: the plain release
     */
    record Boot(Sha256 hash, Contract contract, String talos, String schematic) {
    }

    static Prepared not(String versions, Optional<Rendering> rendering, Reason why) {
        return new Prepared(versions, Optional.of(why), rendering, Optional.empty());
    }

    /** Without the configuration's text, which holds secrets. */
    Prepared lean() {
        return new Prepared(versions, obstacle, Optional.empty(), boot);
    }
}
