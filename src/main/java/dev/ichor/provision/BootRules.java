package dev.ichor.provision;

import dev.ichor.base.Arch;
import java.util.Set;

/**
 * The settings that decisions read.
 *
 * @param discoverable architectures for which there is a discovery image
 * @param mostBoots    after so many boots within an hour that were told to do something and brought no new evidence, a
 *                     machine is stopped
 */
public record BootRules(Set<Arch> discoverable, int mostBoots) {
    /** What a careful operator would set: slow firmware may need a few tries, a loop never ends by itself. */
    public static final int MOST_BOOTS = 6;

    public BootRules {
        discoverable = Set.copyOf(discoverable);
        if (mostBoots < 1) {
            throw new IllegalArgumentException("a machine may boot at least once");
        }
    }
}
