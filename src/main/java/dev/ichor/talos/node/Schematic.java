package dev.ichor.talos.node;

import dev.ichor.base.Firmware;
import dev.ichor.base.Sha256;
import dev.ichor.talos.Contract;
import dev.ichor.talos.render.NodeInput;
import java.nio.charset.StandardCharsets;

/**
 * The Image Factory schematic of a node: the way to kernel arguments where the boot loader takes them from there, which
 * is everywhere but with GRUB, and with it from 1.12 on, whose configurations let it read the image's arguments too.
 */
public final class Schematic {
    private Schematic() {
    }

    /** The schematic's id (SHA-256 of its canonical YAML), or the operator's own; empty: the plain release. */
    public static String id(NodeInput input, Contract contract) {
        String own = input.cluster().plan().schematic();
        String yaml = yaml(input, contract);
        return !own.isEmpty() ? own : yaml.isEmpty() ? ""
                : Sha256.of(yaml.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The canonical YAML, as the Image Factory hashes it; empty for the plain release and for an operator's own. */
    public static String yaml(NodeInput input, Contract contract) {
        return input.cluster().plan().schematic().isEmpty() && isNeeded(input, contract)
                ? "customization:\n    extraKernelArgs:\n        - " + IoCores.of(input).argument() + "\n" : "";
    }

    /** True if the node's kernel arguments must come with its image. */
    static boolean isNeeded(NodeInput input, Contract contract) {
        boolean grub = input.fingerprint().platform().firmware() == Firmware.BIOS && !contract.since(Contract.V1_12);
        return input.cluster().mayastor().isolate() && !grub && !IoCores.of(input).cores().isEmpty();
    }
}
