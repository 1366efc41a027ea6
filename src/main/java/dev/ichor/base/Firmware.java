package dev.ichor.base;

/** The kind of firmware a machine runs. */
public enum Firmware {
    BIOS, UEFI;

    /** The name used in files, URLs and JSON. */
    public String label() {
        return this == BIOS ? "bios" : "uefi";
    }
}
