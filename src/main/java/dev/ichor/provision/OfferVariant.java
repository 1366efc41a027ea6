package dev.ichor.provision;

/** The two ways to make PXE firmware take its boot file from us; firmwares exist that accept only one (D6, D7). */
public enum OfferVariant {
    /** No option 43: the firmware asks port 4011 for its boot file. What most UEFI firmware wants. */
    BOOT_SERVER,
    /** Option 43.6 = 8: the boot file of this very offer counts, without another question. What BIOS wants. */
    DIRECT;

    public OfferVariant other() {
        return this == BOOT_SERVER ? DIRECT : BOOT_SERVER;
    }
}
