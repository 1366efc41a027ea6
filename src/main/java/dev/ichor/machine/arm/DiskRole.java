package dev.ichor.machine.arm;

import dev.ichor.base.Malformed;
import java.util.Locale;

/** What a disk is for. */
public enum DiskRole {
    /** Talos is installed on it; a node has exactly one. */
    SYSTEM,
    /** It becomes, or stays, a Mayastor DiskPool. */
    POOL,
    /** Kept free on purpose; nothing touches it. */
    SPARE,
    /** Not ours; nothing touches it. */
    IGNORE;

    /** The word in YAML, JSON and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True if a disk of this role is written to. */
    public boolean isWritten() {
        return this == SYSTEM || this == POOL;
    }

    /** @throws Malformed if there is no such role */
    public static DiskRole parse(String text) throws Malformed {
        for (DiskRole role : values()) {
            if (role.label().equals(text)) {
                return role;
            }
        }
        throw new Malformed("unknown disk role (known: system, pool, spare, ignore)");
    }
}
