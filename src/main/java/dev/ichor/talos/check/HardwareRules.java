package dev.ichor.talos.check;

import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the configuration, whoever patched it, fits the machine: laws 2, 5 and 7 are checked here on the very
 * documents that are served.
 */
public final class HardwareRules {
    private HardwareRules() {
    }

    /** Everything that does not fit; what names a disk and cannot be understood is an error too. */
    public static List<Finding> check(Contract contract, NodeInput input, Configuration configuration) {
        List<Finding> findings = new ArrayList<>();
        HardwareDisks disks = new HardwareDisks(input);
        HardwareInstall.check(contract, disks, configuration, findings);
        HardwareVolumes.check(disks, configuration, findings);
        HardwareNames.check(configuration, findings);
        HardwareLinks links = HardwareLinks.of(contract, input, configuration);
        links.check(findings);
        HardwareAddresses.check(input, configuration, findings);
        HardwareMemory.check(input, configuration, findings);
        return findings;
    }
}
