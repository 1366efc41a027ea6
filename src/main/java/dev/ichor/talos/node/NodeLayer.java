package dev.ichor.talos.node;

import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import java.util.List;

/** Adds to a configuration what Mayastor and this node need. */
public final class NodeLayer {
    private NodeLayer() {
    }

    /** @param findings gets what stands in the way */
    public static Configuration apply(Configuration made, Contract contract, NodeInput input, List<Finding> findings) {
        throw new UnsupportedOperationException();
    }
}
