package dev.ichor.talos.node;

import dev.ichor.talos.Contract;
import dev.ichor.talos.render.NodeInput;

/** The Image Factory schematic of a node: the way to kernel arguments where the boot loader takes them from there. */
public final class Schematic {
    private Schematic() {
    }

    /** The schematic's id (SHA-256 of its canonical YAML); empty: the plain release. */
    public static String id(NodeInput input, Contract contract) {
        throw new UnsupportedOperationException();
    }

    /** The canonical YAML, as the Image Factory hashes it; empty for the plain release. */
    public static String yaml(NodeInput input, Contract contract) {
        throw new UnsupportedOperationException();
    }
}
