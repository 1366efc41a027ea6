package dev.ichor.provision;

import dev.ichor.base.Firmware;
import dev.ichor.base.Malformed;
import java.util.List;
import java.util.Locale;

/** How a boot loader that came over the network starts the local disk; which one works depends on the firmware. */
public enum BootMethod {
    /** Leave iPXE with success: the firmware goes on with the next entry of its boot order. */
    EXIT,
    /** Leave iPXE with an error: some firmware goes on only then. */
    EXIT_FAILED,
    /** Start the first BIOS drive; BIOS only. */
    FIRST_DRIVE,
    /** Start the BIOS drives one after the other until one boots; BIOS only. */
    EACH_DRIVE;

    /** The methods for a firmware, in the order in which they are tried: the first is the default. */
    public static List<BootMethod> of(Firmware firmware) {
        return switch (firmware) {
            case BIOS -> List.of(FIRST_DRIVE, EACH_DRIVE, EXIT_FAILED, EXIT);
            case UEFI -> List.of(EXIT, EXIT_FAILED);
        };
    }

    /** The word in JSON and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws Malformed if there is no such method */
    public static BootMethod parse(String text) throws Malformed {
        for (BootMethod method : values()) {
            if (method.label().equals(text)) {
                return method;
            }
        }
        throw new Malformed("unknown boot method (known: exit, exit-failed, first-drive, each-drive)");
    }
}
