package dev.ichor.rack;

import dev.ichor.base.Firmware;

/** How a machine's firmware boots from the network. */
public enum BootPath {
    /** SeaBIOS with iPXE in the NIC's option ROM: DHCP, TFTP. */
    BIOS_PXE,
    /** OVMF with EDK2's own PXE base code: DHCP, port 4011, TFTP. */
    UEFI_PXE,
    /** OVMF with EDK2's HTTP boot: DHCP with class {@code HTTPClient}, HTTP. */
    UEFI_HTTP;

    public Firmware firmware() {
        return this == BIOS_PXE ? Firmware.BIOS : Firmware.UEFI;
    }
}
