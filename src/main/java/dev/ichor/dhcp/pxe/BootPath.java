package dev.ichor.dhcp.pxe;

/** Who speaks, and so by which road its bootloader must come. */
public enum BootPath {
    BIOS_PXE("BIOS PXE"),
    UEFI_PXE("UEFI PXE"),
    UEFI_HTTP("UEFI HTTP boot"),
    /** Our own iPXE build: it says so by its user class and takes a script. */
    IPXE_OWN("iPXE of this appliance"),
    /** Any other iPXE, from a NIC's ROM or chained before us. */
    IPXE_FOREIGN("iPXE"),
    UBOOT("U-Boot"),
    RASPBERRY_PI("Raspberry Pi ROM");

    private final String label;

    BootPath(String label) {
        this.label = label;
    }

    /** As people read it. */
    public String label() {
        return label;
    }
}
