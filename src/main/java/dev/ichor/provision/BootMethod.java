package dev.ichor.provision;

import dev.ichor.base.Firmware;
import dev.ichor.base.Malformed;
import java.util.List;
import java.util.Locale;

/** How a boot loader that came over the network starts the local disk; which one works depends on the firmware. */
public enum BootMethod {
    /** Leave iPXE with success: some firmware goes on with the next entry of its boot order, some shows its menu. */
    EXIT,
    /** Leave iPXE with an error: the firmware goes on with the next entry of its boot order. */
    EXIT_FAILED,
    /** Start the first BIOS drive; BIOS only. */
    FIRST_DRIVE,
    /** Start the BIOS drives one after the other until one boots; BIOS only. */
    EACH_DRIVE;

    /**
     * The methods for a firmware, in the order in which they are tried: the first is the default. Under UEFI an error
     * leads to the next entry of the boot order, but success may end in the firmware's menu (UEFI specification 3.1.1;
     * OVMF does so).
     */
    public static List<BootMethod> of(Firmware firmware) {
        return switch (firmware) {
            case BIOS -> List.of(FIRST_DRIVE, EACH_DRIVE, EXIT_FAILED, EXIT);
            case UEFI -> List.of(EXIT_FAILED, EXIT);
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
