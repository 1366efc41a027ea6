package dev.ichor.talos.patch;

import dev.ichor.inventory.Patch;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import java.util.List;

/** Applies operators' patches. */
public final class Patches {
    private Patches() {
    }

    /**
     * Applies the patches in order; one that cannot be read or applied is a finding and changes nothing.
     *
     * @param where JSON pointer of the list, for findings
     */
    public static Configuration apply(Configuration made, List<Patch> patches, String where, List<Finding> findings) {
        if (patches.isEmpty()) {
            return made;
        }
        throw new UnsupportedOperationException();
    }
}
