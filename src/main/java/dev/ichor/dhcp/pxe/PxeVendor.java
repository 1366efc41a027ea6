package dev.ichor.dhcp.pxe;

import java.util.Optional;

/** Option 43 of PXE (PXE 2.1 section 2.2): the few sub-options that matter here. */
public final class PxeVendor {
    private static final int BOOT_ITEM = 71;
    private static final byte END = (byte) 0xFF;

    private PxeVendor() {
    }

    /**
     * "Take the boot file from this very offer": discovery control with bit 3 alone (quirk D5). No sub-option 8, so
     * that firmware keeps to siaddr; the END byte closes the encapsulation.
     */
    public static byte[] bootFromThisOffer() {
        return new byte[] {6, 1, 8, END};
    }

    /** The boot item that a client asks a boot server for (43.71), four bytes; empty if it asks for none. */
    public static Optional<byte[]> bootItem(byte[] option43) {
        return SubOptions.read(option43).stream()
                .filter(sub -> sub.code() == BOOT_ITEM && sub.length() == 4).map(sub -> sub.data()).findFirst();
    }

    /** True if the client wants a credential of that item (bit 15 of its layer, BIS), which nobody serves (D14). */
    public static boolean asksCredentials(byte[] bootItem) {
        return (bootItem[2] & 0x80) != 0;
    }

    /** The answer to a boot item: the same four bytes (D14). */
    public static byte[] echo(byte[] bootItem) {
        return new byte[] {BOOT_ITEM, 4, bootItem[0], bootItem[1], bootItem[2], bootItem[3], END};
    }
}
