package dev.ichor.provisioner.access;

import dev.ichor.base.Malformed;
import java.util.Locale;

/** What a token may do; each role may do what those before it may. */
public enum Role {
    /** Look at everything but secrets. */
    VIEWER,
    /** Change the inventory: nodes, roles, arms, orders. */
    OPERATOR,
    /** Manage tokens and webhooks, and read the audit log. */
    ADMIN;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean mayDo(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** @throws Malformed if there is no such role */
    public static Role parse(String text) throws Malformed {
        for (Role role : values()) {
            if (role.label().equals(text)) {
                return role;
            }
        }
        throw new Malformed("unknown role (known: viewer, operator, admin)");
    }
}
