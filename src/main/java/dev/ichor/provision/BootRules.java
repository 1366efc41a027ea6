package dev.ichor.provision;

import dev.ichor.base.Arch;
import java.util.Set;

/**
 * The settings that decisions read.
 *
 * @param discoverable architectures for which there is a discovery image
 */
public record BootRules(Set<Arch> discoverable) {
    public BootRules {
        discoverable = Set.copyOf(discoverable);
    }
}
