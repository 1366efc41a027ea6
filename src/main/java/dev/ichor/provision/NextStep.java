package dev.ichor.provision;

import dev.ichor.machine.Place;
import dev.ichor.machine.arm.Arm;

/** What a machine in its boot loader does next. Made by {@link Decide} alone. */
public sealed interface NextStep {
    Reason reason();

    /** The name used in logs and JSON. */
    String label();

    /** Boot the discovery image, which reads the hardware and then waits for orders. */
    record Discover(Reason reason) implements NextStep {
        @Override
        public String label() {
            return "discover";
        }
    }

    /** Something is wrong and a person must decide. Boots the discovery image too, so that new evidence can come. */
    record Hold(Reason reason) implements NextStep {
        @Override
        public String label() {
            return "hold";
        }
    }

    /**
     * Boot Talos, which installs itself.
     *
     * @param place the node that it becomes
     * @param arm   what allows it
     */
    record Install(Place place, Arm arm, Reason reason) implements NextStep {
        @Override
        public String label() {
            return "install";
        }
    }

    /** Boot the local disk. */
    record BootDisk(Reason reason) implements NextStep {
        @Override
        public String label() {
            return "boot-disk";
        }
    }

    /** There is nothing it could boot: stay in the boot loader and ask again after a while. */
    record Stay(Reason reason) implements NextStep {
        @Override
        public String label() {
            return "stay";
        }
    }
}
