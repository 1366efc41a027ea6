package dev.ichor.cli;

import java.util.ArrayList;
import java.util.List;

/** Words that completion offers; the appliance is who refuses others. */
final class Words {
    private Words() {
    }

    /** A list of words of its own type, as picocli wants it. */
    abstract static class Of extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Of(String... words) {
            super(List.of(words));
        }
    }

    /** Stages of a machine. */
    static final class Stages extends Of {
        private static final long serialVersionUID = 1L;

        Stages() {
            super("discovered", "assigned", "armed", "installing", "installed", "held");
        }
    }

    /** By what machines are sorted. */
    static final class Sorts extends Of {
        private static final long serialVersionUID = 1L;

        Sorts() {
            super("first-seen", "last-evidence", "serial", "node", "stage");
        }
    }

    /** What a Talos client certificate allows. */
    static final class TalosRoles extends Of {
        private static final long serialVersionUID = 1L;

        TalosRoles() {
            super(java.util.Arrays.stream(dev.ichor.talos.secrets.TalosRole.values())
                    .map(dev.ichor.talos.secrets.TalosRole::text).toArray(String[]::new));
        }
    }

    /** How a disk is booted. */
    static final class BootMethods extends Of {
        private static final long serialVersionUID = 1L;

        BootMethods() {
            super("exit", "exit-failed", "first-drive", "each-drive");
        }
    }

    /** Kinds of firmware. */
    static final class Firmwares extends Of {
        private static final long serialVersionUID = 1L;

        Firmwares() {
            super("bios", "uefi");
        }
    }

    /** What a token may do. */
    static final class Roles extends Of {
        private static final long serialVersionUID = 1L;

        Roles() {
            super("viewer", "operator", "admin");
        }
    }
}
