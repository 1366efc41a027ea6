package dev.ichor.talos.check;

import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import java.util.List;

/**
 * Whether the configuration, whoever patched it, fits the machine: laws 2, 5 and 7 are checked here on the very
 * documents that are served.
 */
public final class HardwareRules {
    private HardwareRules() {
    }

    public static List<Finding> check(Contract contract, NodeInput input, Configuration configuration) {
        throw new UnsupportedOperationException();
    }
}
